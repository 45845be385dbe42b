/** A list and what was chosen from it: side by side where there is room, else one below the other. */

import type { ComponentChildren } from "preact";
import type { Ref } from "preact";

export interface SplitProps {
  list: ComponentChildren;
  detail: ComponentChildren;
  detailLabel: string;
  detailRef?: Ref<HTMLDivElement>;
  isListWide?: boolean;
}

export function Split({ list, detail, detailLabel, detailRef = null, isListWide = false }: SplitProps) {
  return (
    <div class={`dpa-split${isListWide ? " dpa-list-wide" : ""}`}>
      <div class="dpa-split-list">{list}</div>
      <div class="dpa-split-detail" role="region" aria-label={detailLabel} tabIndex={-1} ref={detailRef}>{detail}</div>
    </div>
  );
}
