/** What is taken off a score, step by step: each bar hangs where the one before it ended. */

import type { Severity } from "../quality/answers.ts";
import { points } from "../words/numbers.ts";
import { SeverityIcon } from "./severity.tsx";
import { Sentence } from "./text.tsx";

export interface Step {
  label: string;
  points: number;
  severity: Severity;
  key: string | null;
}

export interface WaterfallProps {
  steps: readonly Step[];
  end: number;
  cap: string | null;
  most?: number;
  onOpen(key: string): void;
}

/** The bars take up most of their room, however few points there are: the axis says what it stands for. */
const ROOM = 1.12;

export function Waterfall({ steps, end, cap, most = 6, onOpen }: WaterfallProps) {
  const shown = steps.length > most ? steps.slice(0, most - 1) : steps;
  const more = steps.slice(shown.length);
  const rest = more.reduce((sum, step) => sum + step.points, 0);
  const lowest = Math.min(end, 100 - steps.reduce((sum, step) => sum + step.points, 0));
  const floor = Math.max(0, 100 - (100 - lowest) * ROOM);
  const place = (score: number) => ((Math.max(floor, score) - floor) / (100 - floor)) * 100;
  let left = 100;
  return (
    <ol class="dpa-waterfall" aria-label="What is deducted from 100">
      {shown.map((step) => {
        const from = left;
        left -= step.points;
        return (
          <li key={step.label}>
            <button type="button" disabled={step.key === null} onClick={() => step.key !== null && onOpen(step.key)}>
              <SeverityIcon severity={step.severity} />
              <span class="dpa-waterfall-label" title={step.label.replaceAll("`", "")}><Sentence text={step.label} /></span>
              <Bar from={place(from)} to={place(left)} tone={step.severity} />
              <span class="dpa-waterfall-points">{points(step.points)}<span class="dpa-unseen"> points, {step.severity}</span></span>
            </button>
          </li>
        );
      })}
      {more.length > 0 && (
        <li class="dpa-waterfall-rest">
          <span />
          <span class="dpa-waterfall-label">{more.length} more</span>
          <Bar from={place(left)} to={place(left - rest)} tone="low" />
          <span class="dpa-waterfall-points">{points(rest)}</span>
        </li>
      )}
      <li class="dpa-waterfall-axis" aria-hidden="true">
        <span />
        <span />
        <span><i style={{ left: `${place(lowest)}%` }}>{lowest.toFixed(1)}</i><i style={{ left: "100%" }}>100</i></span>
        <span />
      </li>
      {cap !== null && <li class="dpa-waterfall-cap">{cap}</li>}
    </ol>
  );
}

function Bar({ from, to, tone }: { from: number; to: number; tone: string }) {
  return (
    <span class="dpa-waterfall-track" aria-hidden="true">
      <span class={`dpa-waterfall-bar dpa-${tone}`} style={{ left: `${to}%`, width: `${Math.max(0.8, from - to)}%` }} />
    </span>
  );
}
