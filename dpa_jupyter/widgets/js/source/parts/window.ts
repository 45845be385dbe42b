/** Which rows of a long table are drawn: those in sight and a few around them. */

export interface Drawn {
  /** The first and the last, both included; none where the last is before the first. */
  from: number;
  to: number;
}

const AROUND = 6;

export function drawnRows(scrolled: number, height: number, rowHeight: number, total: number): Drawn {
  const from = Math.max(0, Math.min(total - 1, Math.floor(scrolled / rowHeight)) - AROUND);
  const to = Math.min(total - 1, Math.ceil((scrolled + height) / rowHeight) + AROUND);
  return { from, to };
}

/** How far to scroll so that a row is in sight, below a head that stays. */
export function scrollFor(place: number, scrolled: number, height: number, rowHeight: number): number {
  const top = place * rowHeight;
  if (top < scrolled) return top;
  if (top + rowHeight > scrolled + height) return top + rowHeight - height;
  return scrolled;
}
