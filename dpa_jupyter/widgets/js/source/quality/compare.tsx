/** This frame beside another, or beside a report that was saved. */

import { useState } from "preact/hooks";
import { Answered, useAnswer } from "../parts/asking.tsx";
import { Histogram } from "../parts/histogram.tsx";
import { SeverityIcon } from "../parts/severity.tsx";
import { Sentence } from "../parts/text.tsx";
import { counted } from "../words/numbers.ts";
import { visible } from "../words/visible.ts";
import type { Baseline, ComparedColumn, Comparison } from "./answers.ts";
import { OverTime } from "./over_time.tsx";
import { usePanel } from "./state.ts";

export interface CompareProps {
  baselines: readonly Baseline[];
  /** The one that was asked for. */
  first: string | null;
}

export function Compare({ baselines, first }: CompareProps) {
  return (
    <>
      <Chosen baselines={baselines} first={first} />
      <OverTime />
    </>
  );
}

function Chosen({ baselines, first }: CompareProps) {
  const { desk, version } = usePanel();
  const [chosen, setChosen] = useState<string | null>(first);
  const name = baselines.some((baseline) => baseline.name === chosen) ? chosen : null; // it may take long: only what was chosen
  const asked = useAnswer(name === null ? null : () => desk.compare(name), [version, name], name);
  if (!baselines.length) return <p class="dpa-soft dpa-clean">There is nothing to compare with yet: other frames of the kernel, and what was saved by <code>%dpa baseline</code>, would be listed here.</p>;
  return (
    <div class="dpa-compare">
      <label class="dpa-line">
        Compare with{" "}
        <select value={name ?? ""} onChange={(event) => setChosen(event.currentTarget.value)}>
          {name === null && <option value="">an earlier frame …</option>}
          {baselines.map((baseline) => <option key={baseline.name} value={baseline.name}>{visible(baseline.name)}{baseline.about && ` (${visible(baseline.about)})`}</option>)}
        </select>
      </label>
      {name !== null && <Answered asked={asked}>{(comparison) => <Beside comparison={comparison} />}</Answered>}
    </div>
  );
}

function Beside({ comparison }: { comparison: Comparison }) {
  if (comparison.progress) return <p class="dpa-soft dpa-asking" role="status">{visible(comparison.progress)} …</p>;
  return (
    <>
      <Drift comparison={comparison} />
      <FactTable caption="The frames" facts={comparison.facts} />
      <Titles title="No longer found" titles={comparison.resolved} sign="✓" />
      <Titles title="New" titles={comparison.appeared} sign="!" />
      {comparison.columns.map((column) => <Column key={column.name} column={column} />)}
      {comparison.unchanged > 0 && <p class="dpa-soft">{counted(comparison.unchanged, "column")} without a difference that matters.</p>}
    </>
  );
}

function Drift({ comparison }: { comparison: Comparison }) {
  const { drift, note } = comparison;
  return (
    <section class="dpa-titles" aria-label="What moved">
      <h5>What moved</h5>
      {!drift.length && <p class="dpa-clean">Nothing moved, beyond what chance moves.</p>}
      <ul class="dpa-plain">
        {drift.map((finding) => (
          <li key={finding.key}><SeverityIcon severity={finding.severity} /> <span class="dpa-unseen">{finding.severity}: </span><Sentence text={finding.title} /></li>
        ))}
      </ul>
      {note && <p class="dpa-soft">{visible(note)}</p>}
    </section>
  );
}

function Titles({ title, titles, sign }: { title: string; titles: readonly string[]; sign: string }) {
  if (!titles.length) return null;
  return (
    <section class="dpa-titles" aria-label={title}>
      <h5>{title}</h5>
      <ul class="dpa-plain">{titles.map((words) => <li key={words}><b aria-hidden="true">{sign}</b> <Sentence text={words} /></li>)}</ul>
    </section>
  );
}

function Column({ column }: { column: ComparedColumn }) {
  return (
    <section class="dpa-compared" aria-label={`Column ${column.name}`}>
      <h5><code>{visible(column.name)}</code> <span class="dpa-tag">{column.status}</span></h5>
      <div>
        {column.after && <Histogram distribution={column.after} behind={column.before} height={44} />}
        <FactTable caption="" facts={column.facts} />
      </div>
    </section>
  );
}

function FactTable({ caption, facts }: { caption: string; facts: readonly [string, string, string][] }) {
  if (!facts.length) return null;
  return (
    <div class="dpa-wide">
      <table>
        {caption && <caption class="dpa-unseen">{caption}</caption>}
        <thead><tr><th scope="col"><span class="dpa-unseen">what</span></th><th scope="col" class="dpa-number">baseline</th><th scope="col" class="dpa-number">now</th></tr></thead>
        <tbody>{facts.map(([what, before, after]) => <tr key={what}><th scope="row">{visible(what)}</th><td class="dpa-number">{visible(before)}</td><td class="dpa-number"><b>{visible(after)}</b></td></tr>)}</tbody>
      </table>
    </div>
  );
}
