/** A number that says how far it can be relied on: by a sign before it, a word for who can't see it, more on hovering. */

import type { Figure as Measured } from "../quality/answers.ts";
import { estimate, number, reliability } from "../words/numbers.ts";

const SIGNS = { exact: "", approximate: "≈", sampled: "~" } as const;

export interface FigureProps {
  figure: Measured;
  /** How the number is written. */
  write?: (value: number) => string;
}

export function Figure({ figure, write }: FigureProps) {
  const isEstimate = figure.precision !== "exact";
  return (
    <span class={`dpa-figure dpa-${figure.precision}`} title={reliability(figure, write)}>
      {isEstimate && <span aria-hidden="true">{SIGNS[figure.precision]}</span>}
      {(write ?? (isEstimate ? estimate : number))(figure.value)}
      {isEstimate && <span class="dpa-unseen"> ({reliability(figure, write)})</span>}
    </span>
  );
}

/** The word itself, where there is room for it. */
export function Reliability({ figure }: { figure: Measured }) {
  return (
    <span class={`dpa-tag dpa-${figure.precision}`} title={reliability(figure)}>
      {figure.precision}
    </span>
  );
}
