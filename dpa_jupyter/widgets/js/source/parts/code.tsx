/** Code that is read and taken along. */

import { useRef, useState } from "preact/hooks";
import { visible } from "../words/visible.ts";

export function Code({ label, text }: { label: string; text: string }) {
  const shown = useRef<HTMLPreElement>(null);
  const [isCopied, setCopied] = useState(false);
  const copy = async () => setCopied(await copied(text, shown.current));
  return (
    <div class="dpa-code">
      <pre ref={shown} tabIndex={0} role="region" aria-label={label}>{text.trimEnd().split("\n").map(visible).join("\n")}</pre>
      <button type="button" onClick={copy} onBlur={() => setCopied(false)}>{isCopied ? "Copied" : "Copy"}</button>
    </div>
  );
}

/** Whether the text is in the clipboard; where a page may not write there, it is selected, so that a key press copies it. */
async function copied(text: string, shown: HTMLElement | null): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    if (shown) getSelection()?.selectAllChildren(shown);
    return false;
  }
}
