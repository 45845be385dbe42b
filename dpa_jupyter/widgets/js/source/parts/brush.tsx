/** A distribution that rows are picked from: by drawing over it, by its two handles, or value by value. */

import { useEffect, useRef, useState } from "preact/hooks";
import type { Cell, Distribution } from "../quality/answers.ts";
import { moment, number, percent } from "../words/numbers.ts";
import { barLabel, described } from "./histogram.tsx";
import { useName } from "./ids.ts";
import { Value } from "./text.tsx";

export type Brushed = { low: number; high: number } | { values: Cell[] } | null;

export interface BrushProps {
  distribution: Distribution;
  onBrush(brushed: Brushed): void;
}

export function Brush({ distribution, onBrush }: BrushProps) {
  return distribution.kind === "bins" ? (
    <RangeBrush distribution={distribution} onBrush={onBrush} />
  ) : (
    <ValueBrush distribution={distribution} onBrush={onBrush} />
  );
}

const HEIGHT = 120;

/** The bins from one to another, both included. */
type Range = [number, number];

function RangeBrush({ distribution, onBrush }: BrushProps) {
  const bars = distribution.counts.length;
  const [range, setRange] = useState<Range | null>(null);
  const from = useRef<number | null>(null);
  const area = useRef<HTMLDivElement>(null);
  const most = Math.max(...distribution.counts, 1);
  const span = (distribution.edges.at(-1) ?? 0) - (distribution.edges[0] ?? 0);
  const edge = (place: number) => {
    const value = distribution.edges[place] ?? 0;
    return distribution.is_time ? moment(value, span) : number(Number(value.toPrecision(6)));
  };
  const at = (event: PointerEvent) => {
    const box = area.current?.getBoundingClientRect();
    if (!box) return 0;
    return Math.min(bars - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * bars)));
  };
  const change = (next: Range | null) => {
    setRange(next);
    onBrush(next && { low: distribution.edges[next[0]] ?? 0, high: distribution.edges[next[1] + 1] ?? 0 });
  };
  const drag = (event: PointerEvent, isEnd = false) => {
    if (from.current === null) return;
    const next: Range = [Math.min(from.current, at(event)), Math.max(from.current, at(event))];
    if (isEnd) {
      from.current = null;
      change(next);
    } else setRange(next);
  };
  const [low, high] = range ?? [0, bars - 1];
  return (
    <div class="dpa-brush">
      <div
        ref={area}
        class="dpa-brush-area"
        onPointerDown={(event) => {
          from.current = at(event);
          event.currentTarget.setPointerCapture(event.pointerId);
          setRange([from.current, from.current]);
        }}
        onPointerMove={(event) => drag(event)}
        onPointerUp={(event) => drag(event, true)}
        onPointerCancel={() => (from.current = null)}
      >
        <svg class="dpa-histogram" viewBox={`0 0 ${bars} 1`} preserveAspectRatio="none" height={HEIGHT} role="img" aria-label={described(distribution)}>
          {distribution.counts.map((count, place) => {
            const height = count ? Math.max(0.01, count / most) : 0;
            const isIn = range === null || (place >= low && place <= high);
            return (
              <rect key={place} class={isIn ? "" : "dpa-out"} x={place + 0.06} width={0.88} y={1 - height} height={height}>
                <title>{`${barLabel(distribution, place)}: ${number(count)}`}</title>
              </rect>
            );
          })}
        </svg>
        <Handle label="Least value" place={low} least={0} most={high} at={(low / bars) * 100} text={edge(low)} onMove={(to) => change([to, high])} onClear={() => change(null)} />
        <Handle label="Greatest value" place={high + 1} least={low + 1} most={bars} at={((high + 1) / bars) * 100} text={edge(high + 1)} onMove={(to) => change([low, to - 1])} onClear={() => change(null)} />
      </div>
      <div class="dpa-brush-ends" aria-hidden="true">
        <span>{edge(range ? low : 0)}</span>
        <span>{range ? "drawn range" : "draw over the bars to see their rows"}</span>
        <span>{edge(range ? high + 1 : bars)}</span>
      </div>
    </div>
  );
}

interface HandleProps {
  label: string;
  place: number;
  least: number;
  most: number;
  at: number;
  text: string;
  onMove(place: number): void;
  onClear(): void;
}

function Handle({ label, place, least, most, at, text, onMove, onClear }: HandleProps) {
  const steps: Record<string, number> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -5, PageUp: 5, Home: -1e9, End: 1e9 };
  return (
    <div
      class="dpa-brush-handle"
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={least}
      aria-valuemax={most}
      aria-valuenow={place}
      aria-valuetext={text}
      style={{ left: `${at}%` }}
      onKeyDown={(event) => {
        const step = steps[event.key];
        if (event.key === "Escape") onClear();
        else if (step !== undefined) onMove(Math.min(most, Math.max(least, place + step)));
        else return;
        event.preventDefault();
      }}
    />
  );
}

function ValueBrush({ distribution, onBrush }: BrushProps) {
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const label = useName();
  const total = distribution.counts.reduce((sum, count) => sum + count, 0) + (distribution.rest ?? 0);
  const most = Math.max(...distribution.counts, 1);
  useEffect(() => setChosen(new Set()), [distribution.values.join("\n")]);
  const toggle = (place: number) => {
    const next = new Set(chosen);
    if (!next.delete(place)) next.add(place);
    setChosen(next);
    onBrush(next.size ? { values: [...next].map((at) => distribution.values[at] ?? null) } : null);
  };
  return (
    <div class="dpa-values" role="group" aria-labelledby={label}>
      <div id={label} class="dpa-unseen">Most frequent values; tick some to see their rows</div>
      {distribution.counts.map((count, place) => (
        <label key={place}>
          <input type="checkbox" checked={chosen.has(place)} onChange={() => toggle(place)} />
          <span class="dpa-value-text"><Value cell={distribution.values[place] ?? null} /></span>
          <span class="dpa-value-track" aria-hidden="true"><span style={{ width: `${(count / most) * 100}%` }} /></span>
          <span class="dpa-value-count">{number(count)}</span>
          <span class="dpa-value-share">{total ? percent(count / total) : ""}</span>
        </label>
      ))}
      {distribution.rest ? <p class="dpa-soft">and {number(distribution.rest)} rows with other values</p> : null}
    </div>
  );
}
