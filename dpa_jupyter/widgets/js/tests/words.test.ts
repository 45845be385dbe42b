import assert from "node:assert/strict";
import { test } from "node:test";
import { moment, number, percent, points, reliability, short } from "../source/words/numbers.ts";
import { cellText, named, pieces, visible } from "../source/words/visible.ts";

test("years have no comma, large numbers have", () => {
  assert.equal(number(2024), "2024");
  assert.equal(number(1234567), "1,234,567");
  assert.equal(number(-12.3456789), "−12.3457");
  assert.equal(number(Number.NaN), "NaN");
});

test("nothing is 0 % or 100 % that is not", () => {
  assert.equal(percent(0), "0\u202f%");
  assert.equal(percent(1), "100\u202f%");
  assert.equal(percent(1 / 1_000_000), "<\u202f0.01\u202f%");
  assert.equal(percent(0.99999), ">\u202f99.9\u202f%");
  assert.equal(percent(0.0042), "0.42\u202f%");
});

test("short numbers are short at every border", () => {
  assert.deepEqual([999, 999.6, 1000, 999_999, 1e6, 0].map(short), ["999", "1k", "1k", "1M", "1M", "0"]);
});

test("a number says what it rests on", () => {
  const sampled = { value: 10.2, precision: "sampled", rows_used: 50_000, low: 9.123456, high: 11 } as const;
  assert.equal(reliability(sampled), "estimated from a sample of 50,000 rows, 95 % between 9.123 and 11");
  assert.equal(reliability({ ...sampled, precision: "exact", low: null, high: null }), "exact");
});

test("points that are next to nothing are not nothing", () => assert.deepEqual([3, 0.04, 0.001].map(points), ["−3.0", "−0.04", "<0.01"]));

test("a moment is as exact as its span asks for, and none is no failure", () => {
  assert.equal(moment(0, 10 * 365 * 86_400), "1970-01");
  assert.equal(moment(0, 86_400 * 30), "1970-01-01");
  assert.equal(moment(0, 60), "1970-01-01 00:00");
  assert.equal(moment(1e300, 60), "1.00e300");
});

test("what can't be seen is written out", () => {
  assert.equal(visible("a\u202eb\u200bc"), "a\\u202eb\\u200bc");
  assert.equal(visible("a\r\nb\tc"), "a↵b⇥c");
  assert.deepEqual(pieces(" a  b\u00a0"), [
    { text: "·", isMark: true },
    { text: "a", isMark: false },
    { text: "··", isMark: true },
    { text: "b", isMark: false },
    { text: "⍽", isMark: true },
  ]);
  assert.deepEqual(pieces(""), [{ text: "empty", isMark: true }]);
});

test("values are written as Python would call them", () => {
  assert.deepEqual([null, true, 1.5, "x"].map(cellText), ["NA", "True", "1.5", "x"]);
  assert.deepEqual(named("`a` is not `b`"), ["", "a", " is not ", "b", ""]);
});
