/** Text from data: only ever text nodes, with what can't be seen made visible. */

import type { Cell } from "../quality/answers.ts";
import { cellText, named, pieces, visible } from "../words/visible.ts";

/** A sentence whose names in `backticks` are set apart. */
export function Sentence({ text }: { text: string }) {
  return (
    <>
      {named(text).map((part, place) => (place % 2 ? <code key={place}>{visible(part)}</code> : visible(part)))}
    </>
  );
}

/** A value; spaces that would not be seen are shown as dots. */
export function Value({ cell }: { cell: Cell }) {
  if (cell === null) return <i class="dpa-missing">NA</i>;
  if (typeof cell !== "string") return <>{cellText(cell)}</>;
  return (
    <bdi>
      {pieces(cell).map((piece, place) => (piece.isMark ? <span key={place} class="dpa-mark">{piece.text}</span> : piece.text))}
    </bdi>
  );
}
