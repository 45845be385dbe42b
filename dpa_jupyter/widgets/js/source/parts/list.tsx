/** A list to choose one from, after the WAI-ARIA listbox pattern. */

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useName } from "./ids.ts";

export interface ListProps<Item> {
  label: string;
  items: readonly Item[];
  keyOf(item: Item): string;
  chosen: string | null;
  onChoose(key: string): void;
  /** Enter or a double click: go on to what was chosen. */
  onEnter?(key: string): void;
  /** The space bar: mark what was chosen. */
  onSpace?(key: string): void;
  children(item: Item): ComponentChildren;
}

const LETTERS_PAUSE = 700;

export function List<Item>({ label, items, keyOf, chosen, onChoose, onEnter, onSpace, children }: ListProps<Item>) {
  const base = useName();
  const box = useRef<HTMLDivElement>(null);
  const typed = useRef({ text: "", at: 0 });
  const place = items.findIndex((item) => keyOf(item) === chosen);
  const go = (to: number) => {
    const item = items[Math.min(items.length - 1, Math.max(0, to))];
    if (item) onChoose(keyOf(item));
  };
  useEffect(() => {
    const option = box.current?.querySelector<HTMLElement>('[aria-selected="true"]');
    if (option && box.current) keepInSight(box.current, option);
  }, [chosen]);
  const find = (letter: string) => {
    const now = Date.now();
    typed.current = { text: (now - typed.current.at < LETTERS_PAUSE ? typed.current.text : "") + letter.toLowerCase(), at: now };
    const options = [...(box.current?.querySelectorAll<HTMLElement>('[role="option"]') ?? [])];
    const order = [...options.keys()].map((at) => (at + place + (typed.current.text.length > 1 ? 0 : 1)) % options.length);
    const found = order.find((at) => options[at]?.textContent?.toLowerCase().includes(typed.current.text));
    if (found !== undefined) go(found);
  };
  return (
    <div
      ref={box}
      class="dpa-list"
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={place >= 0 ? `${base}-${place}` : undefined}
      onKeyDown={(event) => {
        const keys: Record<string, number> = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: items.length - 1, PageDown: place + 8, PageUp: place - 8 };
        const to = keys[event.key];
        if (to !== undefined) go(to);
        else if (event.key === "Enter" && chosen !== null) onEnter?.(chosen);
        else if (event.key === " " && chosen !== null) onSpace?.(chosen);
        else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) find(event.key);
        else return;
        event.preventDefault();
      }}
    >
      {items.map((item, at) => (
        <div key={keyOf(item)} id={`${base}-${at}`} class="dpa-option" role="option" aria-selected={at === place} onClick={() => onChoose(keyOf(item))} onDblClick={() => onEnter?.(keyOf(item))}>
          {children(item)}
        </div>
      ))}
    </div>
  );
}

/** Scroll the box, and only the box: the notebook stays where it is. */
export function keepInSight(box: HTMLElement, item: HTMLElement): void {
  const top = item.offsetTop - box.offsetTop;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top + item.offsetHeight > box.scrollTop + box.clientHeight) box.scrollTop = top + item.offsetHeight - box.clientHeight;
}
