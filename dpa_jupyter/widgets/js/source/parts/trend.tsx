/** A number from report to report, as a small line; with a sentence for who can't see it. */

import { useId } from "preact/hooks";

export interface TrendPoint {
  /** What it is of, such as a date; shown on hovering. */
  label: string;
  /** Null where it is not known: the line is broken there. */
  value: number | null;
}

export interface TrendProps {
  /** What is drawn: "Score". */
  name: string;
  points: readonly TrendPoint[];
  write(value: number): string;
  /** What the axis spans at least, so that small changes look small. */
  span: number;
  /** What no value can be below or above. */
  least: number;
  most: number;
}

const WIDTH = 320;
const HEIGHT = 72;
const EDGE = 6;

/** The sentence. */
export function trendWords({ name, points, write }: Pick<TrendProps, "name" | "points" | "write">): string {
  const known = points.flatMap((point) => (point.value === null ? [] : [point.value]));
  const first = known[0];
  const last = known.at(-1);
  if (first === undefined || last === undefined) return `${name}: not known in any report`;
  if (known.length === 1) return `${name}: ${write(last)} in the only report that tells it`;
  return `${name} in ${known.length} reports: ${write(first)} at first, ${write(last)} now, from ${write(Math.min(...known))} to ${write(Math.max(...known))}`;
}

/** The least and the most of the axis: all values, and no less than so large a span around them. */
export function axis(values: readonly number[], span: number, least: number, most: number): [number, number] {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const spare = Math.max(0, span - (high - low)) / 2;
  const bottom = Math.max(least, Math.min(low - spare, most - span));
  return [bottom, Math.min(most, Math.max(high + spare, bottom + span))];
}

export function Trend(props: TrendProps) {
  const { name, points, write, span, least, most } = props;
  const title = useId();
  const known = points.flatMap((point) => (point.value === null ? [] : [point.value]));
  if (!known.length) return null;
  const [bottom, top] = axis(known, span, least, most);
  const across = (place: number) => (points.length === 1 ? WIDTH / 2 : EDGE + (place / (points.length - 1)) * (WIDTH - 2 * EDGE));
  const up = (value: number) => HEIGHT - EDGE - ((value - bottom) / (top - bottom || 1)) * (HEIGHT - 2 * EDGE);
  const isAlone = (place: number) => points[place - 1]?.value == null && points[place + 1]?.value == null;
  return (
    <figure class="dpa-trend">
      <figcaption>{name}</figcaption>
      <div class="dpa-trend-plot">
        <span class="dpa-trend-axis" aria-hidden="true"><i>{write(top)}</i><i>{write(bottom)}</i></span>
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={title}>
          <title id={title}>{trendWords(props)}</title>
          {[bottom, top].map((edge) => <line key={edge} class="dpa-trend-edge" x1={0} x2={WIDTH} y1={up(edge)} y2={up(edge)} />)}
          <path class="dpa-trend-line" d={line(points, across, up)} />
          {points.map((point, place) => point.value !== null && (points.length <= 40 || isAlone(place) || place === points.length - 1) && (
            <circle key={place} class={place === points.length - 1 ? "dpa-trend-last" : "dpa-trend-point"} cx={across(place)} cy={up(point.value)} r={place === points.length - 1 ? 4 : 2.5}>
              <title>{`${point.label}: ${write(point.value)}`}</title>
            </circle>
          ))}
        </svg>
      </div>
      <p class="dpa-trend-ends" aria-hidden="true"><span>{points[0]?.label}</span>{points.length > 1 && <span>{points.at(-1)?.label}</span>}</p>
    </figure>
  );
}

function line(points: readonly TrendPoint[], across: (place: number) => number, up: (value: number) => number): string {
  let isDown = false;
  return points
    .map((point, place) => {
      const command = isDown ? "L" : "M";
      isDown = point.value !== null;
      return point.value === null ? "" : `${command}${across(place).toFixed(1)} ${up(point.value).toFixed(1)}`;
    })
    .join("");
}
