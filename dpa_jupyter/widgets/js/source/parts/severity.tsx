/** How bad something is: told by shape and word, and by colour besides. */

import type { Severity } from "../quality/answers.ts";

export const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low", "note"];

const SHAPES: Record<Severity, string> = {
  critical: "M5 .5h6L15.5 5v6L11 15.5H5L.5 11V5z",
  high: "M8 1.2 15.6 15H.4z",
  medium: "M8 .6 15.4 8 8 15.4.6 8z",
  low: "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2z",
  note: "M8 2.6a5.4 5.4 0 1 0 0 10.8A5.4 5.4 0 0 0 8 2.6zm0 1.6a3.8 3.8 0 1 1 0 7.6 3.8 3.8 0 0 1 0-7.6z",
};

export function SeverityIcon({ severity }: { severity: Severity }) {
  return (
    <svg class={`dpa-severity dpa-${severity}`} viewBox="0 0 16 16" width="12" height="12" aria-hidden="true">
      <path d={SHAPES[severity]} />
    </svg>
  );
}

/** The icon and its word. */
export function SeverityTag({ severity }: { severity: Severity }) {
  return (
    <span class={`dpa-severity-tag dpa-${severity}`}>
      <SeverityIcon severity={severity} /> {severity}
    </span>
  );
}

/** How many there are of each, the worst first. */
export function SeverityCounts({ counts }: { counts: Partial<Record<Severity, number>> }) {
  const present = SEVERITIES.filter((severity) => counts[severity]);
  if (!present.length) return <span class="dpa-none">none</span>;
  return (
    <span class="dpa-severity-counts">
      {present.map((severity) => (
        <span key={severity} title={`${counts[severity]} ${severity}`}>
          <SeverityIcon severity={severity} />
          {counts[severity]}
          <span class="dpa-unseen"> {severity}</span>
        </span>
      ))}
    </span>
  );
}
