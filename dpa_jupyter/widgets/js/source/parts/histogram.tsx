/** A small picture of a distribution, with a sentence for who can't see it. */

import type { Distribution } from "../quality/answers.ts";
import { moment, number, percent, short } from "../words/numbers.ts";
import { cellText } from "../words/visible.ts";

const GAP = 0.12;

/** What one bar stands for. */
export function barLabel(distribution: Distribution, place: number, write: (value: number) => string = number): string {
  if (distribution.kind === "values") return cellText(distribution.values[place] ?? null);
  const span = (distribution.edges.at(-1) ?? 0) - (distribution.edges[0] ?? 0);
  const edge = (value: number) => (distribution.is_time ? moment(value, span) : write(value));
  return `${edge(distribution.edges[place] ?? 0)} to ${edge(distribution.edges[place + 1] ?? 0)}`;
}

/** From this share of rows on, values that have no bar of their own say more than those that have. */
const MOST_DIFFER = 0.9;

/** Whether bars would only show that hardly any value comes twice. */
export function differs({ kind, counts, rest }: Distribution): boolean {
  const shown = counts.reduce((sum, count) => sum + count, 0);
  return kind === "values" && counts.length > 2 && (Math.max(...counts) <= 1 || (rest ?? 0) / (shown + (rest ?? 0)) >= MOST_DIFFER);
}

/** The sentence. */
export function described(distribution: Distribution): string {
  const total = distribution.counts.reduce((sum, count) => sum + count, 0) + (distribution.rest ?? 0);
  if (!total) return "no values";
  const top = distribution.counts.indexOf(Math.max(...distribution.counts));
  const share = percent((distribution.counts[top] ?? 0) / total);
  return `most frequent: ${barLabel(distribution, top, short)}, ${share}`;
}

export interface HistogramProps {
  distribution: Distribution;
  height?: number;
  /** Drawn behind, as a line, at the same scale of shares. */
  behind?: Distribution | null;
}

export function Histogram({ distribution, height = 24, behind = null }: HistogramProps) {
  const bars = shares(distribution);
  const ghost = behind && behind.counts.length === bars.length ? shares(behind) : [];
  const most = Math.max(...bars, ...ghost, 1e-9);
  return (
    <svg class="dpa-histogram" viewBox={`0 0 ${Math.max(1, bars.length)} 1`} preserveAspectRatio="none" height={height} role="img" aria-label={described(distribution)}>
      {bars.map((share, place) => (
        <Bar key={place} place={place} size={share / most} />
      ))}
      {ghost.map((share, place) => (
        <rect key={`b${place}`} class="dpa-ghost" x={place} width={1} y={1 - share / most} height={0.04} />
      ))}
    </svg>
  );
}

function Bar({ place, size }: { place: number; size: number }) {
  const height = size > 0 ? Math.max(0.04, size) : 0; // one row among a million is still seen
  return <rect x={place + GAP / 2} width={1 - GAP} y={1 - height} height={height} />;
}

function shares(distribution: Distribution): number[] {
  const total = distribution.counts.reduce((sum, count) => sum + count, 0) || 1;
  return distribution.counts.map((count) => count / total);
}
