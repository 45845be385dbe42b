/** One column: its distribution, to be brushed for rows, its statistics, and what was found in it. */

import { useEffect, useRef, useState } from "preact/hooks";
import { Answered, useAnswer } from "../parts/asking.tsx";
import { useAnnounce } from "../parts/announcer.tsx";
import { Brush, type Brushed } from "../parts/brush.tsx";
import { Figure } from "../parts/figure.tsx";
import { Rows } from "../parts/rows.tsx";
import { SeverityIcon } from "../parts/severity.tsx";
import { Sentence } from "../parts/text.tsx";
import { number } from "../words/numbers.ts";
import { visible } from "../words/visible.ts";
import type { ColumnCard, Selection } from "./answers.ts";
import { ROWS } from "./desk.ts";
import { usePanel } from "./state.ts";

export function ColumnView({ name }: { name: string }) {
  const { desk, version } = usePanel();
  const asked = useAnswer(() => desk.column(name), [version, name]);
  return <Answered asked={asked}>{(card) => <Card card={card} />}</Answered>;
}

function Card({ card }: { card: ColumnCard }) {
  const { openFinding } = usePanel();
  const [brushed, setBrushed] = useState<Brushed>(null);
  return (
    <article class="dpa-column">
      <h4><bdi>{visible(card.row.name)}</bdi> <span class="dpa-soft">{card.row.type} · {visible(card.row.native_type)}</span></h4>
      {card.row.failure !== null && <p class="dpa-failure">{visible(card.row.failure)}</p>}
      {card.distribution && <Brush distribution={card.distribution} onBrush={setBrushed} />}
      {card.distribution && card.distribution.precision !== "exact" && <p class="dpa-soft">The distribution is {card.distribution.precision}; rows that are picked from it are counted exactly.</p>}
      {brushed && <Picked column={card.row.name} brushed={brushed} />}
      <dl class="dpa-facts">
        {card.facts.map(([label, value]) => (
          <div key={label}><dt>{label}</dt><dd>{typeof value === "string" ? visible(value) : <Figure figure={value} />}</dd></div>
        ))}
      </dl>
      {card.findings.length > 0 && (
        <section aria-label="Findings in this column">
          <h5>Findings</h5>
          <ul class="dpa-plain">
            {card.findings.map((finding) => (
              <li key={finding.key}>
                <button type="button" class="dpa-link" onClick={() => openFinding(finding.key)}><SeverityIcon severity={finding.severity} /> <span class="dpa-unseen">{finding.severity}: </span><Sentence text={finding.title} /></button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </article>
  );
}

const SETTLED = 120;

function Picked({ column, brushed }: { column: string; brushed: NonNullable<Brushed> }) {
  const { desk, version } = usePanel();
  const announce = useAnnounce();
  const [selection, setSelection] = useState<Selection | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [skip, setSkip] = useState(0);
  const latest = useRef(0);
  useEffect(() => {
    const mine = ++latest.current;
    const timer = setTimeout(() => {
      desk.brush(column, brushed).then(
        (taken) => {
          if (mine !== latest.current) return;
          setSelection(taken);
          setFailure(null);
          setSkip(0);
          announce(`${taken.rows ? number(taken.rows.value) : "some"} rows where ${taken.predicate}`);
        },
        (problem: Error) => mine === latest.current && setFailure(problem.message),
      );
    }, SETTLED);
    return () => clearTimeout(timer);
  }, [column, JSON.stringify(brushed), version]);
  const asked = useAnswer(selection ? () => desk.rows(selection.key, skip) : null, [selection?.key, skip, version]);
  if (failure !== null) return <p class="dpa-failure" role="alert">{failure}</p>;
  if (!selection) return <p class="dpa-soft">Asking the kernel…</p>;
  return (
    <section class="dpa-picked" aria-label="Rows that were picked">
      <p>{selection.rows && <b><Figure figure={selection.rows} /></b>} {selection.rows?.value === 1 ? "row" : "rows"} where <code>{visible(selection.predicate)}</code></p>
      <Answered asked={asked}>{(page) => <Rows label="Rows that were picked" page={page} limit={ROWS} onPage={setSkip} />}</Answered>
    </section>
  );
}
