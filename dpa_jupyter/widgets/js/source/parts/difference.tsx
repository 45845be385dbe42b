/** What a change does, cell by cell: the old value struck out, the new one after it. */

import type { Cell, ChangedRow, Preview } from "../quality/answers.ts";
import { counted, number } from "../words/numbers.ts";
import { visible } from "../words/visible.ts";
import { Figure, Reliability } from "./figure.tsx";
import { position } from "./rows.tsx";
import { Value } from "./text.tsx";

export function Difference({ preview }: { preview: Preview }) {
  return (
    <div class="dpa-difference">
      <p class="dpa-difference-counts">
        {preview.cells && <><b><Figure figure={preview.cells} /></b> {preview.cells.value === 1 ? "cell changes" : "cells change"} <Reliability figure={preview.cells} /></>}
        {preview.rows_after && preview.rows_before !== null && preview.rows_after.value !== preview.rows_before && <span>rows {number(preview.rows_before)} → <b><Figure figure={preview.rows_after} /></b></span>}
        {preview.columns_after !== preview.columns_before && <span>columns {preview.columns_before} → <b>{preview.columns_after}</b></span>}
      </p>
      {preview.notes.map((note) => <p key={note} class="dpa-soft">{visible(note)}</p>)}
      {preview.rows.length > 0 && (
        <div class="dpa-wide" tabIndex={0} role="region" aria-label={`Before and after of ${counted(preview.rows.length, "row")}`}>
          <table>
            <thead>
              <tr>
                <th scope="col"><span class="dpa-unseen">what happens</span></th>
                <th scope="col" class="dpa-number">row</th>
                {preview.columns.map((name) => <th key={name} scope="col">{visible(name)}</th>)}
              </tr>
            </thead>
            <tbody>{preview.rows.map((row, place) => <Changed key={place} row={row} />)}</tbody>
          </table>
        </div>
      )}
    </div>
  );
}

function Changed({ row }: { row: ChangedRow }) {
  const isGone = row.kind === "removed";
  return (
    <tr class={`dpa-${row.kind}`}>
      <td><b aria-hidden="true">{isGone ? "−" : "~"}</b><span class="dpa-unseen">{row.kind}</span></td>
      <th scope="row" class="dpa-number">{position(row.position)}</th>
      {row.before.map((before, place) => (
        <td key={place}>{isGone ? <del><Value cell={before} /></del> : <Both before={before} after={row.after[place] ?? null} />}</td>
      ))}
    </tr>
  );
}

function Both({ before, after }: { before: Cell; after: Cell }) {
  if (before === after) return <Value cell={after} />;
  return <><del><span class="dpa-unseen">was </span><Value cell={before} /></del> <ins><span class="dpa-unseen">becomes </span><Value cell={after} /></ins></>;
}
