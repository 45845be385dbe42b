import assert from "node:assert/strict";
import { test } from "node:test";
import { renderToString } from "preact-render-to-string";
import { Trend, axis, trendWords } from "../source/parts/trend.tsx";

const EVIL = `<img src=x onerror="alert(1)">`;
const points = (...values: (number | null)[]) => values.map((value, place) => ({ label: `day ${place + 1}`, value }));
const drawn = (...values: (number | null)[]) => renderToString(<Trend name="Score" points={points(...values)} write={String} span={10} least={0} most={100} />);

test("a trend has a sentence for who can't see it", () => {
  assert.match(drawn(71, 60, 98), /role="img" aria-labelledby="([^"]+)".*<title id="\1">Score in 3 reports: 71 at first, 98 now, from 60 to 98<\/title>/);
  assert.equal(trendWords({ name: "Score", points: points(98), write: String }), "Score: 98 in the only report that tells it");
  assert.equal(trendWords({ name: "Score", points: points(null), write: String }), "Score: not known in any report");
});

test("a line is broken where a number is not known, and none is made up", () => {
  const path = /class="dpa-trend-line" d="([^"]*)"/.exec(drawn(71, null, 98, 97))?.[1] ?? "";
  assert.equal(path.match(/M/g)?.length, 2);
  assert.equal(path.match(/L/g)?.length, 1);
  assert.equal(drawn(71, null, 98).match(/<circle/g)?.length, 2);
  assert.equal(drawn(null, null), "");
});

test("small changes look small, and the axis stays within what there can be", () => {
  assert.deepEqual(axis([98, 99], 10, 0, 100), [90, 100]);
  assert.deepEqual(axis([0, 0], 0.1, 0, 1), [0, 0.1]);
  assert.deepEqual(axis([20, 80], 10, 0, 100), [20, 80]);
  for (const values of [[5], [0, 100], [100, 100], [3, 4, 5]]) {
    const [bottom, top] = axis(values, 10, 0, 100);
    assert.ok(bottom <= Math.min(...values) && top >= Math.max(...values) && bottom >= 0 && top <= 100 && top - bottom >= 10);
  }
});

test("of many reports only the last has a point of its own", () => {
  assert.equal(drawn(...Array.from({ length: 200 }, (_, place) => place % 100)).match(/<circle/g)?.length, 1);
});

test("what a report is called is text, never HTML", () => {
  const html = renderToString(<Trend name={EVIL} points={[{ label: EVIL, value: 1 }]} write={() => EVIL} span={1} least={0} most={1} />);
  assert.ok(!html.includes("<img"));
});
