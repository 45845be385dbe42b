/** Fixes that are ticked, with what they would do together, and fixes that were applied, each to be undone by itself. */

import { useState } from "preact/hooks";
import { Answered, useAnswer } from "../parts/asking.tsx";
import { Code } from "../parts/code.tsx";
import { Difference } from "../parts/difference.tsx";
import { Figure } from "../parts/figure.tsx";
import { Sentence } from "../parts/text.tsx";
import { counted } from "../words/numbers.ts";
import type { Change, Target } from "./answers.ts";
import { usePanel } from "./state.ts";

export function Changes({ changes, kind }: { changes: readonly Change[]; kind: string }) {
  return (
    <div class="dpa-changes">
      <Ticked />
      <section aria-label="Applied fixes">
        <h4>Applied</h4>
        {changes.length === 0 && <p class="dpa-soft">Nothing yet: the frame is as it came.</p>}
        {changes.length > 0 && (
          <ol class="dpa-applied">
            {changes.map((change) => <Applied key={change.id} change={change} />)}
          </ol>
        )}
      </section>
      {changes.length > 0 && <AppliedCode changes={changes} kind={kind} />}
    </div>
  );
}

/** What was applied, to be kept: it needs no panel and no kernel of ours. */
function AppliedCode({ changes, kind }: { changes: readonly Change[]; kind: string }) {
  const { desk, version } = usePanel();
  const [target, setTarget] = useState<Target>(ownTarget(kind));
  const asked = useAnswer(() => desk.code(target), [version, target, changes.map((change) => change.id).join()], target);
  return (
    <section aria-label="Code of the applied fixes">
      <h4>As code</h4>
      <label class="dpa-line">
        The same frame with{" "}
        <select value={target} onChange={(event) => setTarget(event.currentTarget.value as Target)}>
          {Object.entries(TARGETS).map(([name, label]) => <option key={name} value={name}>{label}</option>)}
        </select>
      </label>
      <Answered asked={asked}>{(code) => <Code label={`Code for ${TARGETS[code.target]}`} text={code.text} />}</Answered>
    </section>
  );
}

const TARGETS: Readonly<Record<Target, string>> = { pandas: "pandas", polars: "Polars", sql: "SQL (DuckDB)", pyspark: "PySpark" };

/** The language of the frame itself. */
function ownTarget(kind: string): Target {
  const names: readonly [RegExp, Target][] = [[/polars/i, "polars"], [/duckdb/i, "sql"], [/spark/i, "pyspark"]];
  return names.find(([word]) => word.test(kind))?.[1] ?? "pandas";
}

function Ticked() {
  const { desk, version, ticked, isBusy, tick, apply } = usePanel();
  const fixes = [...ticked.values()];
  const ids = fixes.map((fix) => fix.id);
  const asked = useAnswer(ids.length ? () => desk.preview(ids) : null, [version, ids.join()]);
  if (!fixes.length) return <section aria-label="Ticked fixes"><h4>Ticked</h4><p class="dpa-soft">Tick fixes of findings to see here what they do together.</p></section>;
  return (
    <section aria-label="Ticked fixes">
      <h4>Ticked</h4>
      <ul class="dpa-plain">
        {fixes.map((fix) => (
          <li key={fix.id}><label><input type="checkbox" checked onChange={() => tick(fix)} /> <Sentence text={fix.title} /></label></li>
        ))}
      </ul>
      <p><button type="button" class="dpa-first" disabled={isBusy} onClick={() => apply(fixes)}>Apply {counted(fixes.length, "fix", "fixes")}</button></p>
      <h5>What they do together</h5>
      <Answered asked={asked}>{(preview) => <Difference preview={preview} />}</Answered>
    </section>
  );
}

function Applied({ change }: { change: Change }) {
  const { isBusy, undo } = usePanel();
  return (
    <li>
      <span><Sentence text={change.title} /> {change.affected && <small class="dpa-soft">(<Figure figure={change.affected} />)</small>}</span>
      <button type="button" disabled={isBusy} onClick={() => undo(change)} aria-label={`Undo: ${change.title.replaceAll("`", "")}`}>Undo</button>
    </li>
  );
}
