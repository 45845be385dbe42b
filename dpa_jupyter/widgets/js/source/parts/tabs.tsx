/** Tabs after the WAI-ARIA pattern: arrows go from one to the next and open it. */

import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { useName } from "./ids.ts";

export interface Tab {
  id: string;
  label: string;
  count?: number | undefined;
  content: () => ComponentChildren;
}

export interface TabsProps {
  label: string;
  tabs: readonly Tab[];
  open: string;
  onOpen(id: string): void;
}

export function Tabs({ label, tabs, open, onOpen }: TabsProps) {
  const base = useName();
  const row = useRef<HTMLDivElement>(null);
  const place = Math.max(0, tabs.findIndex((tab) => tab.id === open));
  const go = (to: number) => {
    const next = tabs[(to + tabs.length) % tabs.length];
    if (!next) return;
    onOpen(next.id);
    row.current?.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
  };
  const keys: Record<string, number> = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: tabs.length - 1 };
  return (
    <div class="dpa-tabs">
      <div
        ref={row}
        class="dpa-tab-row"
        role="tablist"
        aria-label={label}
        onKeyDown={(event) => {
          const to = keys[event.key];
          if (to === undefined) return;
          event.preventDefault();
          go(to);
        }}
      >
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${base}-${tab.id}`}
            data-tab={tab.id}
            aria-selected={tab.id === open}
            aria-controls={`${base}-${tab.id}-panel`}
            tabIndex={tab.id === open ? 0 : -1}
            onClick={() => onOpen(tab.id)}
          >
            {tab.label}
            {tab.count !== undefined && <span class="dpa-count">{tab.count}</span>}
          </button>
        ))}
      </div>
      {tabs
        .filter((tab) => tab.id === open)
        .map((tab) => (
          <div key={tab.id} class="dpa-tab-panel" role="tabpanel" id={`${base}-${tab.id}-panel`} aria-labelledby={`${base}-${tab.id}`}>
            {tab.content()}
          </div>
        ))}
    </div>
  );
}
