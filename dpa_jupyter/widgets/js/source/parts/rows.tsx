/** A page of rows of a frame, with the columns they are shown for set apart. */

import type { RowPage } from "../quality/answers.ts";
import { counted, number } from "../words/numbers.ts";
import { visible } from "../words/visible.ts";
import { Figure } from "./figure.tsx";
import { Value } from "./text.tsx";

export interface RowsProps {
  label: string;
  page: RowPage;
  limit: number;
  onPage(skip: number): void;
}

export function Rows({ label, page, limit, onPage }: RowsProps) {
  const last = page.skip + page.cells.length;
  const hasMore = page.total === null ? page.cells.length === limit : last < page.total.value;
  if (!page.cells.length && page.skip === 0) return <p class="dpa-soft">There are no such rows now.</p>;
  return (
    <div class="dpa-rows">
      <div class="dpa-wide" tabIndex={0} role="region" aria-label={label}>
        <table>
          <thead>
            <tr>
              <th scope="col" class="dpa-number">row</th>
              {page.columns.map((name) => (
                <th key={name} scope="col" class={kind(page, name)}>{visible(name)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {page.cells.map((cells, at) => (
              <tr key={at}>
                <th scope="row" class="dpa-number">{position(page.positions[at])}</th>
                {cells.map((cell, place) => (
                  <td key={place} class={`${kind(page, page.columns[place])}${typeof cell === "number" ? " dpa-number" : ""}`}><Value cell={cell} /></td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="dpa-pager">
        <span>
          {number(page.skip + 1)}–{number(last)}
          {page.total && <> of <Figure figure={page.total} /> {page.total.value === 1 ? "row" : "rows"}</>}
        </span>
        <button type="button" disabled={page.skip === 0} onClick={() => onPage(Math.max(0, page.skip - limit))}>Previous</button>
        <button type="button" disabled={!hasMore} onClick={() => onPage(page.skip + limit)} aria-label={`Next ${counted(limit, "row")}`}>Next</button>
      </div>
    </div>
  );
}

export const position = (place: number | null | undefined): string => (place === null || place === undefined ? "" : number(place));

const kind = (page: RowPage, name: string | undefined): string => (name !== undefined && page.marked.includes(name) ? "dpa-marked" : "");
