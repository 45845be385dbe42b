import assert from "node:assert/strict";
import { test } from "node:test";
import { renderToString } from "preact-render-to-string";
import { Difference } from "../source/parts/difference.tsx";
import { Figure } from "../source/parts/figure.tsx";
import { Grid } from "../source/parts/grid.tsx";
import { Histogram, described, differs } from "../source/parts/histogram.tsx";
import { Rows } from "../source/parts/rows.tsx";
import { Score, tone } from "../source/parts/score.tsx";
import { Sentence, Value } from "../source/parts/text.tsx";
import { Waterfall } from "../source/parts/waterfall.tsx";
import { drawnRows, scrollFor } from "../source/parts/window.ts";
import { percent } from "../source/words/numbers.ts";
import type { Distribution, Figure as Measured } from "../source/quality/answers.ts";

const EVIL = `<img src=x onerror="alert(1)"> & <b>`;
const exact = (value: number): Measured => ({ value, precision: "exact", rows_used: null, low: null, high: null });
const text = (html: string) => html.replace(/<[^>]+>/g, "");

test("data is text wherever it stands, never HTML", () => {
  const page = { total: exact(1), skip: 0, columns: [EVIL], marked: [EVIL], positions: [0], cells: [[EVIL]] };
  const preview = { title: EVIL, rows_before: 1, rows_after: exact(1), columns_before: 1, columns_after: 1, cells: exact(1), columns: [EVIL], rows: [{ position: 0, kind: "changed" as const, before: [EVIL], after: ["x"] }], notes: [EVIL] };
  const steps = [{ label: EVIL, points: 3, severity: "high" as const, key: EVIL }];
  for (const shown of [
    <Value cell={EVIL} />,
    <Sentence text={`\`${EVIL}\` is ${EVIL}`} />,
    <Rows label={EVIL} page={page} limit={10} onPage={() => undefined} />,
    <Difference preview={preview} />,
    <Waterfall steps={steps} end={97} cap={EVIL} onOpen={() => undefined} />,
  ]) {
    const html = renderToString(shown);
    assert.ok(!html.includes("<img"), html);
    assert.ok(!html.includes("<b> "), html);
    assert.ok(html.includes("&lt;img"), html);
  }
});

test("an estimate is told from what was counted, by a sign and in words", () => {
  assert.equal(text(renderToString(<Figure figure={exact(12)} />)), "12");
  const sampled: Measured = { value: 12.3456, precision: "sampled", rows_used: 100, low: 10, high: 14 };
  assert.equal(text(renderToString(<Figure figure={sampled} />)), "~12.35 (estimated from a sample of 100 rows, 95 % between 10 and 14)");
  const share: Measured = { value: 0.004, precision: "sampled", rows_used: 100, low: 0.003, high: 0.006 };
  assert.equal(text(renderToString(<Figure figure={share} write={percent} />)), "~0.40\u202f% (estimated from a sample of 100 rows, 95 % between 0.30\u202f% and 0.60\u202f%)");
});

test("a preview of a frame whose rows are not known says nothing of them", () => {
  const preview = { title: "", rows_before: null, rows_after: null, columns_before: 1, columns_after: 1, cells: exact(1), columns: [], rows: [], notes: [] };
  assert.doesNotMatch(text(renderToString(<Difference preview={preview} />)), /rows/);
});

test("a distribution has a sentence", () => {
  const bins: Distribution = { kind: "bins", is_time: false, edges: [0, 10, 20], values: [], counts: [3, 1], rest: null, precision: "exact" };
  assert.equal(described(bins), "most frequent: 0 to 10, 75.0\u202f%");
  assert.match(renderToString(<Histogram distribution={bins} />), /role="img" aria-label="most frequent: 0 to 10/);
  const values: Distribution = { ...bins, kind: "values", edges: [], values: ["a", "b", "c"], counts: [1, 1, 1], rest: 997 };
  assert.ok(differs(values));
  assert.ok(!differs({ ...values, counts: [900, 50, 50], rest: 0 }));
  assert.equal(described({ ...bins, counts: [], edges: [] }), "no values");
});

test("a score says its number and how sure it is", () => {
  assert.match(renderToString(<Score score={exact(59.9)} />), /aria-label="Quality score 59 of 100, exact"/);
  assert.deepEqual([100, 80, 79.9, 60, 0].map(tone), ["good", "good", "warn", "warn", "bad"]);
  assert.match(renderToString(<Score score={null} />), /not known yet/);
});

test("a waterfall puts together what there is no room for", () => {
  const steps = Array.from({ length: 9 }, (_, place) => ({ label: `step ${place}`, points: 1, severity: "low" as const, key: null }));
  const html = renderToString(<Waterfall steps={steps} end={91} cap={null} onOpen={() => undefined} />);
  assert.equal(html.match(/<li/g)?.length, 7);
  assert.match(text(html), /4 more−4\.0/);
});

test("of any number of rows, few are drawn", () => {
  assert.deepEqual(drawnRows(0, 340, 34, 5_000), { from: 0, to: 16 });
  assert.deepEqual(drawnRows(170_000, 340, 34, 5_000), { from: 4_993, to: 4_999 });
  assert.deepEqual(drawnRows(0, 340, 34, 0), { from: 0, to: -1 });
  assert.equal(scrollFor(0, 500, 340, 34), 0);
  assert.equal(scrollFor(20, 0, 340, 34), 374);
  assert.equal(scrollFor(3, 0, 340, 34), 0);
});

test("a grid tells how long and wide it is, how it is sorted, and where one is", () => {
  const html = renderToString(
    <Grid
      label="Columns"
      columns={[{ id: "name", label: "Column", width: "1fr", canSort: true, cell: (row: string) => row }]}
      total={5_000}
      row={(place) => (place < 100 ? `row ${place}` : undefined)}
      rowHeight={34}
      height={400}
      sorting={{ by: "name", descending: true }}
      onSort={() => undefined}
      onSight={() => undefined}
      isChosen={(row) => row === "row 1"}
      onChoose={() => undefined}
    />,
  );
  assert.match(html, /role="grid"[^>]*aria-rowcount="5001"/);
  assert.match(html, /aria-sort="descending"/);
  assert.ok((html.match(/aria-rowindex/g)?.length ?? 0) < 30);
  const active = /aria-activedescendant="([^"]+)"/.exec(html)?.[1];
  assert.ok(active && html.includes(`id="${active}"`));
  assert.equal(html.match(/aria-selected="true"/g)?.length, 1);
});
