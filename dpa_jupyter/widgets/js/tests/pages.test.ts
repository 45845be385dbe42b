import assert from "node:assert/strict";
import { test } from "node:test";
import { PAGE, Pages } from "../source/kernel/pages.ts";
import type { Page } from "../source/quality/answers.ts";

function table(total: number) {
  const asked: number[] = [];
  const fetch = async (skip: number, limit: number): Promise<Page<number>> => {
    asked.push(skip);
    return { version: 1, total, skip, rows: Array.from({ length: Math.min(limit, total - skip) }, (_, place) => skip + place) };
  };
  return { asked, fetch };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

test("only the pages in sight are fetched, each once", async () => {
  const { asked, fetch } = table(5_000);
  const pages = new Pages(fetch, () => undefined);
  pages.want(0, 20);
  pages.want(5, 25);
  await settle();
  pages.want(190, 210);
  await settle();
  assert.deepEqual(asked, [0, PAGE, 2 * PAGE]);
  assert.equal(pages.total, 5_000);
  assert.equal(pages.row(207), 207);
  assert.equal(pages.row(4_000), undefined);
});

test("what was far away is forgotten, so that a long scroll does not fill the page", async () => {
  const { fetch } = table(100_000);
  const pages = new Pages(fetch, () => undefined);
  for (let place = 0; place < 100_000; place += PAGE) {
    pages.want(place, place);
    await settle();
  }
  assert.equal(pages.row(0), undefined);
  assert.equal(pages.row(99_999), 99_999);
});

test("a new version is fetched while the old stays in sight", async () => {
  const { asked, fetch } = table(10);
  const pages = new Pages(fetch, () => undefined);
  pages.want(0, 9);
  await settle();
  pages.age();
  pages.want(0, 9);
  assert.equal(pages.row(3), 3);
  await settle();
  assert.deepEqual(asked, [0, 0]);
});

test("a failure is told, and asking again is possible", async () => {
  let fails = true;
  const told: (string | undefined)[] = [];
  const pages = new Pages<number>(
    async () => {
      if (fails) throw new Error("no kernel");
      return { version: 1, total: 1, skip: 0, rows: [7] };
    },
    (failure) => told.push(failure?.message),
  );
  pages.want(0, 0);
  await settle();
  fails = false;
  pages.want(0, 0);
  await settle();
  assert.deepEqual(told, ["no kernel", undefined]);
  assert.equal(pages.row(0), 7);
});
