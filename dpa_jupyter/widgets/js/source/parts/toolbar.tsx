/** What can be done with what was ticked; it stays in sight at the foot. */

import type { ComponentChildren } from "preact";

export function Toolbar({ label, children }: { label: string; children: ComponentChildren }) {
  return <div class="dpa-toolbar" role="group" aria-label={label}>{children}</div>;
}

/** A box for words to search for, which also has a word for who can't see its sign. */
export function Search({ label, value, onSearch }: { label: string; value: string; onSearch(words: string): void }) {
  return (
    <input
      type="search"
      class="dpa-search"
      placeholder={label}
      aria-label={label}
      value={value}
      onInput={(event) => onSearch(event.currentTarget.value)}
    />
  );
}
