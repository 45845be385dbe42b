/** What became of the frame, report by report: its score, and the missing values of a column. */

import { useState } from "preact/hooks";
import { Answered, useAnswer } from "../parts/asking.tsx";
import { Sentence } from "../parts/text.tsx";
import { Trend } from "../parts/trend.tsx";
import { counted, number, percent } from "../words/numbers.ts";
import { visible } from "../words/visible.ts";
import type { RecordCard, RecordPoint } from "./answers.ts";
import { usePanel } from "./state.ts";

export function OverTime() {
  const { desk, version } = usePanel();
  const [column, setColumn] = useState<string | null>(null);
  const asked = useAnswer(() => desk.record(column), [version, column]);
  return (
    <section class="dpa-over-time" aria-label="Over time">
      <h4>Over time</h4>
      <Answered asked={asked}>{(card) => <Drawn card={card} column={column} onColumn={setColumn} />}</Answered>
    </section>
  );
}

interface DrawnProps {
  card: RecordCard;
  column: string | null;
  onColumn(name: string | null): void;
}

function Drawn({ card, column, onColumn }: DrawnProps) {
  const { points } = card;
  if (!points.length) return <p class="dpa-soft">No finished report of this frame is on record yet.</p>;
  const drawn = (read: (point: RecordPoint) => number | null) => points.map((point) => ({ label: when(point.at), value: read(point) }));
  return (
    <>
      {card.alarms.map((words) => <p key={words} class="dpa-alarm"><b aria-hidden="true">!</b> <Sentence text={words} /></p>)}
      <div class="dpa-trends">
        <Trend name="Score" points={drawn((point) => point.score)} write={(value) => number(Math.floor(value * 10) / 10)} span={10} least={0} most={100} />
        {column !== null && <Trend name={`Missing in ${visible(column)}`} points={drawn((point) => point.missing)} write={percent} span={0.1} least={0} most={1} />}
      </div>
      <label class="dpa-line">
        Missing values of{" "}
        <select value={column ?? ""} onChange={(event) => onColumn(event.currentTarget.value || null)}>
          <option value="">no column</option>
          {card.columns.map((name) => <option key={name} value={name}>{visible(name)}</option>)}
        </select>
      </label>
      {card.note && <p class="dpa-soft">{visible(card.note)}</p>}
      <Reports points={points} column={column} />
    </>
  );
}

const LISTED = 20;

function Reports({ points, column }: { points: readonly RecordPoint[]; column: string | null }) {
  const latest = points.slice(-LISTED).reverse();
  return (
    <details>
      <summary>The latest {latest.length === 1 ? "report" : counted(latest.length, "report")}</summary>
      <div class="dpa-wide">
        <table>
          <thead><tr><th scope="col">when</th><th scope="col" class="dpa-number">score</th><th scope="col" class="dpa-number">rows</th><th scope="col" class="dpa-number">findings</th>{column !== null && <th scope="col" class="dpa-number">missing in {visible(column)}</th>}</tr></thead>
          <tbody>
            {latest.map((point, place) => (
              <tr key={place}>
                <th scope="row">{when(point.at)}</th>
                <td class="dpa-number">{point.score === null ? "–" : number(Math.floor(point.score * 10) / 10)}</td>
                <td class="dpa-number">{number(point.rows)}</td>
                <td class="dpa-number">{number(point.findings)}</td>
                {column !== null && <td class="dpa-number">{point.missing === null ? "–" : percent(point.missing)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

/** The day and the minute, where the reader is. */
function when(seconds: number): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return "?";
  const two = (part: number) => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
