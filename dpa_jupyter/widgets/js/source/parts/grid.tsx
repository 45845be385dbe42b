/**
 * A table of any length, after the WAI-ARIA grid pattern. Only the rows in sight are in the page. It is one stop of the
 * Tab key; arrows go from cell to cell, upwards out of the first row to the heads, where Enter sorts.
 */

import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useName } from "./ids.ts";
import { drawnRows, scrollFor } from "./window.ts";

export interface GridColumn<Row> {
  id: string;
  label: string;
  /** A track of a CSS grid. */
  width: string;
  isNumber?: boolean;
  canSort?: boolean;
  cell(row: Row): ComponentChildren;
}

export interface Sorting {
  by: string;
  descending: boolean;
}

export interface GridProps<Row> {
  label: string;
  columns: readonly GridColumn<Row>[];
  total: number;
  row(place: number): Row | undefined;
  rowHeight: number;
  height: number;
  sorting: Sorting;
  onSort(by: string): void;
  onSight(from: number, to: number): void;
  isChosen(row: Row): boolean;
  onChoose(row: Row, isFinal: boolean): void;
}

/** Row −1 is the heads. */
interface Place {
  row: number;
  column: number;
}

export function Grid<Row>(props: GridProps<Row>) {
  const { columns, total, rowHeight, height } = props;
  const base = useName();
  const scroller = useRef<HTMLDivElement>(null);
  const [scrolled, setScrolled] = useState(0);
  const [at, setAt] = useState<Place>({ row: 0, column: 0 });
  const room = height - rowHeight;
  const drawn = drawnRows(scrolled, room, rowHeight, total);
  const active = { ...at, row: Math.min(at.row, total - 1) };
  useEffect(() => props.onSight(drawn.from, drawn.to), [drawn.from, drawn.to, props.onSight]);
  useLayoutEffect(() => {
    if (scroller.current) setScrolled(scroller.current.scrollTop);
  }, [total]);

  const move = (row: number, column: number) => {
    const next = { row: Math.max(-1, Math.min(total - 1, row)), column: Math.max(0, Math.min(columns.length - 1, column)) };
    setAt(next);
    if (scroller.current && next.row >= 0) {
      scroller.current.scrollTop = scrollFor(next.row, scroller.current.scrollTop, room, rowHeight);
      setScrolled(scroller.current.scrollTop);
    }
  };
  const enter = () => {
    const column = columns[active.column];
    if (active.row < 0) {
      if (column?.canSort) props.onSort(column.id);
      return;
    }
    const row = props.row(active.row);
    if (row !== undefined) props.onChoose(row, true);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(room / rowHeight) - 1);
    const far = event.ctrlKey || event.metaKey;
    const keys: Record<string, () => void> = {
      ArrowDown: () => move(active.row + 1, active.column),
      ArrowUp: () => move(active.row - 1, active.column),
      ArrowRight: () => move(active.row, active.column + 1),
      ArrowLeft: () => move(active.row, active.column - 1),
      PageDown: () => move(active.row + page, active.column),
      PageUp: () => move(Math.max(0, active.row - page), active.column),
      Home: () => move(far ? 0 : active.row, 0),
      End: () => move(far ? total - 1 : active.row, columns.length - 1),
      Enter: enter,
      " ": enter,
    };
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  const template = { gridTemplateColumns: columns.map((column) => column.width).join(" "), height: `${rowHeight}px` };
  const cellId = (row: number, column: number) => `${base}-${row}-${column}`;
  const rows = [];
  for (let place = drawn.from; place <= drawn.to; place++) rows.push(place);
  return (
    <div
      ref={scroller}
      class="dpa-grid"
      role="grid"
      tabIndex={0}
      aria-label={props.label}
      aria-rowcount={total + 1}
      aria-colcount={columns.length}
      aria-activedescendant={total ? cellId(active.row, active.column) : undefined}
      style={{ height: `${height}px` }}
      onScroll={(event) => setScrolled(event.currentTarget.scrollTop)}
      onKeyDown={onKeyDown}
    >
      <div class="dpa-grid-head" role="row" aria-rowindex={1} style={template}>
        {columns.map((column, place) => (
          <Head key={column.id} id={cellId(-1, place)} column={column} sorting={props.sorting} isActive={active.row === -1 && active.column === place} onSort={() => props.onSort(column.id)} />
        ))}
      </div>
      <div class="dpa-grid-body" role="presentation" style={{ height: `${total * rowHeight}px` }}>
        {rows.map((place) => {
          const row = props.row(place);
          const isChosen = row !== undefined && props.isChosen(row);
          return (
            <div
              key={place}
              class={`dpa-grid-row${row === undefined ? " dpa-waiting" : ""}${place === active.row ? " dpa-active" : ""}`}
              role="row"
              aria-rowindex={place + 2}
              aria-selected={isChosen}
              style={{ ...template, transform: `translateY(${place * rowHeight}px)` }}
              onClick={() => {
                setAt({ row: place, column: active.column });
                if (row !== undefined) props.onChoose(row, false);
              }}
            >
              {columns.map((column, columnPlace) => (
                <div key={column.id} id={cellId(place, columnPlace)} role={columnPlace ? "gridcell" : "rowheader"} data-column={column.id} class={`${column.isNumber ? "dpa-number" : ""}${place === active.row && columnPlace === active.column ? " dpa-at" : ""}`}>
                  {row === undefined ? <span class="dpa-skeleton" aria-hidden="true" /> : column.cell(row)}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface HeadProps<Row> {
  id: string;
  column: GridColumn<Row>;
  sorting: Sorting;
  isActive: boolean;
  onSort(): void;
}

function Head<Row>({ id, column, sorting, isActive, onSort }: HeadProps<Row>) {
  const isSorted = sorting.by === column.id;
  const sort = !column.canSort ? undefined : isSorted ? (sorting.descending ? "descending" : "ascending") : "none";
  return (
    <div id={id} role="columnheader" aria-sort={sort} data-column={column.id} class={`${column.isNumber ? "dpa-number" : ""}${isActive ? " dpa-at" : ""}${column.canSort ? " dpa-sorts" : ""}`} onClick={column.canSort ? onSort : undefined}>
      {column.label}
      {column.canSort && <span class="dpa-sort" aria-hidden="true">{isSorted ? (sorting.descending ? "▼" : "▲") : "↕"}</span>}
    </div>
  );
}
