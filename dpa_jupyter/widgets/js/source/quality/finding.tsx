/** One finding: why it matters, how much of the frame it is, what can be done, and the rows it is about. */

import { useState } from "preact/hooks";
import { Answered, useAnswer } from "../parts/asking.tsx";
import { Difference } from "../parts/difference.tsx";
import { Figure, Reliability } from "../parts/figure.tsx";
import { Rows } from "../parts/rows.tsx";
import { SeverityTag } from "../parts/severity.tsx";
import { Sentence, Value } from "../parts/text.tsx";
import { number, percent } from "../words/numbers.ts";
import { visible } from "../words/visible.ts";
import type { FindingCard, FixCard } from "./answers.ts";
import { ROWS } from "./desk.ts";
import { usePanel } from "./state.ts";

export function FindingView({ finding, onBack }: { finding: FindingCard; onBack?: () => void }) {
  const { openColumn } = usePanel();
  return (
    <article class="dpa-finding" onKeyDown={(event) => event.key === "Escape" && onBack?.()}>
      <p class="dpa-tags"><SeverityTag severity={finding.severity} /> <span>{finding.dimension}</span> <code>{finding.check}</code></p>
      <h4><Sentence text={finding.title} /></h4>
      <p><Sentence text={finding.why} /></p>
      <Extent finding={finding} />
      {finding.examples.length > 0 && (
        <p class="dpa-examples"><span class="dpa-soft">Such as</span> {finding.examples.slice(0, 6).map((cell, place) => <code key={place}><Value cell={cell} /></code>)}</p>
      )}
      {finding.fixes.length > 0 && <Fixes fixes={finding.fixes} />}
      {finding.has_rows && <FailingRows findingKey={finding.key} />}
      {finding.columns.length > 0 && (
        <p class="dpa-links"><span class="dpa-soft">Columns</span> {finding.columns.slice(0, 8).map((name) => <button key={name} type="button" class="dpa-link" onClick={() => openColumn(name)}>{visible(name)}</button>)}</p>
      )}
    </article>
  );
}

function Extent({ finding }: { finding: FindingCard }) {
  if (!finding.failed || finding.share === null) return null;
  return (
    <p class="dpa-extent">
      <span class="dpa-extent-track" aria-hidden="true"><span style={{ width: `${Math.max(0.5, finding.share * 100)}%` }} /></span>
      <b><Figure figure={finding.failed} /></b> of {number(finding.checked)} rows <span class="dpa-soft">({percent(finding.share)})</span> <Reliability figure={finding.failed} />
      {finding.certainty < 1 && <span class="dpa-soft" title="How likely these cells are errors, by the check's evidence">certainty {percent(finding.certainty)}</span>}
    </p>
  );
}

function Fixes({ fixes }: { fixes: readonly FixCard[] }) {
  return (
    <section class="dpa-fixes" aria-label="Fixes">
      <h5>{fixes.length === 1 ? "Fix" : "Fixes, the best first"}</h5>
      {fixes.map((fix) => <Fix key={fix.id} fix={fix} />)}
    </section>
  );
}

function Fix({ fix }: { fix: FixCard }) {
  const { desk, version, ticked, isBusy, tick, apply, undo } = usePanel();
  const [isOpen, setIsOpen] = useState(false);
  const asked = useAnswer(isOpen ? () => desk.preview([fix.id]) : null, [version, isOpen, fix.id]);
  return (
    <div class="dpa-fix">
      <div class="dpa-fix-line">
        <label>
          <input type="checkbox" checked={fix.is_applied || ticked.has(fix.id)} disabled={fix.is_applied} onChange={() => tick(fix)} />
          <b><Sentence text={fix.title} /></b>
        </label>
        <span class="dpa-fix-buttons">
          <button type="button" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>Preview</button>
          {fix.is_applied ? (
            <button type="button" disabled={isBusy} onClick={() => undo(fix)}>Undo</button>
          ) : (
            <button type="button" class="dpa-first" disabled={isBusy} onClick={() => apply([fix])}>Apply</button>
          )}
        </span>
      </div>
      <p class="dpa-soft">
        <span class={`dpa-confidence dpa-${fix.confidence}`}>{fix.confidence} confidence</span> <Sentence text={fix.reason} />
        {fix.affected && <> Affects <Figure figure={fix.affected} />.</>}
      </p>
      {isOpen && <Answered asked={asked}>{(preview) => <Difference preview={preview} />}</Answered>}
    </div>
  );
}

function FailingRows({ findingKey }: { findingKey: string }) {
  const { desk, version } = usePanel();
  const [skip, setSkip] = useState(0);
  const asked = useAnswer(() => desk.rows(findingKey, skip), [version, findingKey, skip]);
  return (
    <section aria-label="Failing rows">
      <h5>Failing rows</h5>
      <Answered asked={asked}>{(page) => <Rows label="Failing rows" page={page} limit={ROWS} onPage={setSkip} />}</Answered>
    </section>
  );
}
