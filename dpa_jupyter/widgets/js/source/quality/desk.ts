/** The questions that the panel asks, with the types of their answers; the kernel's side is `quality/desk/desk.py`. */

import type { Link } from "../kernel/link.ts";
import type { Brushed } from "../parts/brush.tsx";
import type { Code, ColumnCard, ColumnPage, Comparison, FindingCard, FindingPage, Overview, Preview, RecordCard, RowPage, Selection, Sort, Target } from "./answers.ts";

/** Findings that are asked for at once. */
export const FINDINGS = 50;
/** Rows of the frame that are shown at once. */
export const ROWS = 10;

export class Desk {
  constructor(private readonly link: Link) {}

  columns(sort: Sort, descending: boolean, search: string, skip: number, limit: number): Promise<ColumnPage> {
    return this.link.ask("columns", { sort, descending, search, skip, limit });
  }

  column(name: string): Promise<ColumnCard> {
    return this.link.ask("column", { name });
  }

  /** The first findings, fetched in pages so that no answer is large. */
  async findings(search: string, wanted: number): Promise<FindingPage> {
    const skips = Array.from({ length: Math.ceil(wanted / FINDINGS) }, (_, page) => page * FINDINGS);
    const pages = await Promise.all(skips.map((skip) => this.link.ask<FindingPage>("findings", { search, skip, limit: FINDINGS })));
    const rows: FindingCard[] = pages.flatMap((page) => page.rows);
    return { version: pages[0]?.version ?? 0, total: pages[0]?.total ?? 0, skip: 0, rows };
  }

  rows(key: string, skip: number): Promise<RowPage> {
    return this.link.ask("rows", { key, skip, limit: ROWS });
  }

  brush(column: string, brushed: NonNullable<Brushed>): Promise<Selection> {
    const range = "values" in brushed ? { low: null, high: null, values: brushed.values } : { ...brushed, values: [] };
    return this.link.ask("brush", { column, ...range });
  }

  compare(baseline: string): Promise<Comparison> {
    return this.link.ask("compare", { baseline });
  }

  record(column: string | null): Promise<RecordCard> {
    return this.link.ask("record", { column });
  }

  preview(fixes: readonly string[]): Promise<Preview> {
    return this.link.ask("preview", { fixes });
  }

  apply(fixes: readonly string[]): Promise<Overview> {
    return this.link.ask("apply", { fixes });
  }

  undo(fix: string): Promise<Overview> {
    return this.link.ask("undo", { fix });
  }

  code(target: Target): Promise<Code> {
    return this.link.ask("code", { target });
  }
}
