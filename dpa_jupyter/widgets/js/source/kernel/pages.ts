/** A long table that is fetched a page at a time as it comes into sight, and forgotten again when there is too much. */

import type { Page } from "../quality/answers.ts";

export const PAGE = 100;
const MOST_PAGES = 30;

export class Pages<Row> {
  total = 0;
  private pages = new Map<number, Row[]>();
  private stale = new Set<number>();
  private asked = new Set<number>();

  constructor(
    private readonly fetch: (skip: number, limit: number) => Promise<Page<Row>>,
    private readonly changed: (failure?: Error) => void,
  ) {}

  row(place: number): Row | undefined {
    return this.pages.get(Math.floor(place / PAGE))?.[place % PAGE];
  }

  /** Fetch what is missing or old of these rows, both ends included. */
  want(from: number, to: number): void {
    const first = Math.max(0, Math.floor(from / PAGE));
    for (let page = first; page <= Math.floor(Math.max(from, to) / PAGE); page++) {
      if ((!this.pages.has(page) || this.stale.has(page)) && !this.asked.has(page)) void this.load(page);
    }
  }

  /** Take in a page that came by itself. */
  put(page: Page<Row>): void {
    this.total = page.total;
    this.pages.set(page.skip / PAGE, page.rows);
    this.stale.delete(page.skip / PAGE);
    this.changed();
  }

  /** All of it may have changed; what is in sight stays until the new has come. */
  age(): void {
    for (const page of this.pages.keys()) this.stale.add(page);
  }

  private async load(page: number): Promise<void> {
    this.asked.add(page);
    this.stale.delete(page);
    try {
      const got = await this.fetch(page * PAGE, PAGE);
      this.total = got.total;
      this.pages.delete(page); // the newest stands last
      this.pages.set(page, got.rows);
      for (const old of [...this.pages.keys()].slice(0, -MOST_PAGES)) this.pages.delete(old);
      this.asked.delete(page);
      this.changed();
    } catch (failure) {
      this.asked.delete(page);
      this.changed(failure as Error);
    }
  }
}
