/** The head of the panel: which frame, how good it is, why not better, and what is best done now. */

import { Reliability } from "../parts/figure.tsx";
import { Meters } from "../parts/meters.tsx";
import { Score } from "../parts/score.tsx";
import { SEVERITIES, SeverityIcon } from "../parts/severity.tsx";
import { Sentence } from "../parts/text.tsx";
import { Waterfall } from "../parts/waterfall.tsx";
import { counted, number } from "../words/numbers.ts";
import { visible } from "../words/visible.ts";
import type { Overview, ScoreCard } from "./answers.ts";
import { usePanel } from "./state.ts";

export function Head({ overview }: { overview: Overview }) {
  const isDone = overview.stage === "done";
  return (
    <header class="dpa-head">
      <h3><bdi>{visible(overview.frame)}</bdi></h3>
      <span class="dpa-shape">{overview.rows === null ? "?" : number(overview.rows)} × {number(overview.column_count)}</span>
      <span class="dpa-soft">{visible(overview.kind)}</span>
      <span class={`dpa-stage${isDone ? " dpa-done" : overview.stage === "failed" ? " dpa-failed" : ""}`} title={visible(overview.note)}>
        {!isDone && overview.stage !== "failed" && <span class="dpa-spinner" aria-hidden="true" />}
        {isDone ? overview.note : `${overview.stage}${overview.note ? `: ${overview.note}` : ""}`}
      </span>
    </header>
  );
}

export function Summary({ overview }: { overview: Overview }) {
  const { score } = overview;
  return (
    <section class="dpa-summary" aria-label="Score">
      <div class="dpa-verdict">
        <Score score={score?.score ?? null} />
        <div>
          {score ? <Verdict card={score} /> : <p class="dpa-soft">The score follows as soon as every column is measured.</p>}
          <Severities overview={overview} />
        </div>
      </div>
      {score && <Deductions card={score} />}
      {score && <Verdicts card={score} />}
      {score && <Meters label="Score by dimension" meters={score.dimensions.map((known) => ({ label: known.dimension, value: known.score }))} />}
    </section>
  );
}

function Verdict({ card }: { card: ScoreCard }) {
  return (
    <>
      <p class="dpa-grade">
        <span class="dpa-soft">Recommended:</span> {visible(card.action)} <Reliability figure={card.score} />
      </p>
      <p class="dpa-action"><Sentence text={card.reason} /></p>
    </>
  );
}

function Verdicts({ card }: { card: ScoreCard }) {
  if (!card.verdicts.length) return null;
  return (
    <dl class="dpa-verdicts">
      {card.verdicts.map(([name, words]) => (
        <div key={name}><dt>{name}</dt><dd><Sentence text={words} /></dd></div>
      ))}
    </dl>
  );
}

function Severities({ overview }: { overview: Overview }) {
  const present = SEVERITIES.filter((severity) => overview.severities[severity]);
  if (!present.length) return null;
  return (
    <ul class="dpa-severities" aria-label="Findings by severity">
      {present.map((severity) => (
        <li key={severity}><SeverityIcon severity={severity} /> <b>{overview.severities[severity]}</b> {severity}</li>
      ))}
    </ul>
  );
}

function Deductions({ card }: { card: ScoreCard }) {
  const { openFinding } = usePanel();
  if (!card.deductions.length) return <p class="dpa-clean">Nothing is deducted: no finding lowers the score.</p>;
  const steps = card.deductions.map((deduction) => ({ ...deduction, key: deduction.finding }));
  return (
    <div class="dpa-deductions">
      <h4>{counted(steps.length, "deduction")} from 100</h4>
      <Waterfall steps={steps} end={card.score.value} cap={card.cap} onOpen={openFinding} />
    </div>
  );
}
