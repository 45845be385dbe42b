/** The table of columns, of any length, and the column that is open. */

import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Pages } from "../kernel/pages.ts";
import { useAnnounce } from "../parts/announcer.tsx";
import { Figure } from "../parts/figure.tsx";
import { Grid, type GridColumn, type Sorting } from "../parts/grid.tsx";
import { Histogram, differs } from "../parts/histogram.tsx";
import { SeverityCounts } from "../parts/severity.tsx";
import { Split } from "../parts/split.tsx";
import { Search } from "../parts/toolbar.tsx";
import { counted, percent } from "../words/numbers.ts";
import { visible } from "../words/visible.ts";
import type { ColumnPage, ColumnRow, Figure as Measured, Sort } from "./answers.ts";
import { ColumnView } from "./column.tsx";
import { usePanel } from "./state.ts";

const ROW_HEIGHT = 34;
const MOST_HEIGHT = 442;

const COLUMNS: readonly GridColumn<ColumnRow>[] = [
  { id: "name", label: "Column", width: "minmax(7.5rem, 2fr)", canSort: true, cell: (row) => <b><bdi>{visible(row.name)}</bdi></b> },
  { id: "type", label: "Type", width: "minmax(4.2rem, 0.8fr)", canSort: true, cell: (row) => <span title={visible(row.native_type)}>{row.type}</span> },
  { id: "missing", label: "Missing", width: "6.6rem", isNumber: true, canSort: true, cell: (row) => <Missing row={row} /> },
  { id: "distinct", label: "Distinct", width: "5.6rem", isNumber: true, canSort: true, cell: (row) => row.distinct && <Figure figure={row.distinct} /> },
  { id: "distribution", label: "Distribution", width: "minmax(5.5rem, 1fr)", cell: (row) => row.distribution && (differs(row.distribution) ? <span class="dpa-none">nearly unique</span> : <Histogram distribution={row.distribution} />) },
  { id: "findings", label: "Findings", width: "minmax(4.6rem, 0.7fr)", canSort: true, cell: (row) => <Found row={row} /> },
];

/** What is first shown in descending order. */
const FALLING = new Set(["missing", "distinct", "findings"]);

export function Columns({ open, onOpen, first }: { open: string | null; onOpen(name: string): void; first: ColumnPage | null }) {
  const { desk, version } = usePanel();
  const announce = useAnnounce();
  const [sorting, setSorting] = useState<Sorting>({ by: "place", descending: false });
  const [search, setSearch] = useState("");
  const [failure, setFailure] = useState<string | null>(null);
  const [, redraw] = useState(0);
  const detail = useRef<HTMLDivElement>(null);
  const isAsFirst = sorting.by === "place" && !search;
  const pages = useMemo(
    () =>
      new Pages<ColumnRow>(
        (skip, limit) => desk.columns(sorting.by as Sort, sorting.descending, search, skip, limit),
        (problem) => {
          setFailure(problem?.message ?? null);
          redraw((times) => times + 1);
        },
      ),
    [desk, sorting.by, sorting.descending, search],
  );
  const sight = useRef<[number, number]>([0, 0]);
  useEffect(() => {
    pages.age();
    if (isAsFirst && first && first.version === version) pages.put(first);
    pages.want(...sight.current);
  }, [pages, version, first]);
  const onSight = useCallback(
    (from: number, to: number) => {
      sight.current = [from, Math.max(from, to)];
      pages.want(from, Math.max(from, to));
    },
    [pages],
  );
  const onSort = (by: string) => {
    const next = sorting.by === by ? { by, descending: !sorting.descending } : { by, descending: FALLING.has(by) };
    setSorting(next);
    announce(`Sorted by ${by}, ${next.descending ? "descending" : "ascending"}`);
  };
  const height = Math.min(MOST_HEIGHT, (Math.max(pages.total, 3) + 1) * ROW_HEIGHT + 2);
  return (
    <Split
      isListWide={open === null}
      detailLabel="The column that is open"
      detailRef={detail}
      list={
        <>
          <div class="dpa-line">
            <Search label="Search columns" value={search} onSearch={setSearch} />
            <span class="dpa-soft">{counted(pages.total, "column")}</span>
          </div>
          {failure !== null && <p class="dpa-failure" role="alert">{failure}</p>}
          <Grid
            label="Columns"
            columns={COLUMNS}
            total={pages.total}
            row={(place) => pages.row(place)}
            rowHeight={ROW_HEIGHT}
            height={height}
            sorting={sorting}
            onSort={onSort}
            onSight={onSight}
            isChosen={(row) => row.name === open}
            onChoose={(row, isFinal) => {
              onOpen(row.name);
              if (isFinal) requestAnimationFrame(() => detail.current?.focus());
            }}
          />
        </>
      }
      detail={open === null ? null : <ColumnView key={open} name={open} />}
    />
  );
}

function Found({ row }: { row: ColumnRow }) {
  const { isDone } = usePanel();
  return isDone || Object.keys(row.findings).length ? <SeverityCounts counts={row.findings} /> : <span class="dpa-none">not yet</span>;
}

function Missing({ row }: { row: ColumnRow }) {
  if (row.failure !== null) return <span class="dpa-failure" title={visible(row.failure)}>not measured</span>;
  if (!row.missing || row.missing_share === null) return null;
  if (row.missing.value === 0 && row.missing.precision === "exact") return <span class="dpa-none">0</span>;
  return (
    <>
      <span class="dpa-missing-track" aria-hidden="true"><span style={{ width: `${row.missing_share * 100}%` }} /></span>
      <Figure figure={asShare(row.missing, row.missing_share)} write={percent} />
    </>
  );
}

/** A number of rows as a share of all, with its interval; a share of 0 does not tell how many there are. */
function asShare(figure: Measured, share: number): Measured {
  const part = (rows: number | null) => (rows === null || share === 0 ? null : (rows / figure.value) * share);
  return { ...figure, value: share, low: part(figure.low), high: part(figure.high) };
}
