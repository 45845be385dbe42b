/** A score from 0 to 100 as a ring with the number in it. */

import type { Figure } from "../quality/answers.ts";
import { reliability } from "../words/numbers.ts";

const RADIUS = 44;
const ROUND = 2 * Math.PI * RADIUS;

/** The colour of a score; it says no more than the number. */
export const tone = (score: number): "good" | "warn" | "bad" => (score >= 80 ? "good" : score >= 60 ? "warn" : "bad");

export function Score({ score }: { score: Figure | null }) {
  const value = score?.value ?? 0;
  const label = score ? `Quality score ${Math.floor(value)} of 100, ${reliability(score)}` : "Quality score: not known yet";
  const interval = score && score.low !== null && score.high !== null && `${Math.floor(score.low)}–${Math.ceil(score.high)}`;
  return (
    <div class="dpa-score" role="img" aria-label={label}>
      <svg viewBox="0 0 100 100" aria-hidden="true">
        <circle class="dpa-score-track" cx="50" cy="50" r={RADIUS} />
        {score && (
          <circle class={`dpa-score-arc dpa-${tone(value)}`} cx="50" cy="50" r={RADIUS} style={{ strokeDasharray: `${(value / 100) * ROUND} ${ROUND}` }} />
        )}
      </svg>
      <div class="dpa-score-words" aria-hidden="true">
        <strong>{score ? Math.floor(value) : "–"}</strong>
        <span>{score ? interval || "of 100" : "measuring"}</span>
      </div>
    </div>
  );
}
