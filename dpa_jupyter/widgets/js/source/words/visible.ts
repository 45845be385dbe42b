/** Text from data as the eye should have it: what can't be seen is written out. It only ever becomes text nodes. */

import type { Cell } from "../quality/answers.ts";
import { number } from "./numbers.ts";

const HIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

export interface Piece {
  text: string;
  /** Stands for white space, which would not be seen. */
  isMark: boolean;
}

/** Write hidden characters as escapes, and tabs and line ends as signs. */
export function visible(text: string): string {
  return text
    .replace(/\r\n?|\n/g, "↵")
    .replace(/\t/g, "⇥")
    .replace(HIDDEN, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Split text so that white space at its ends, and more than one within, can be shown. */
export function pieces(text: string): Piece[] {
  if (text === "") return [{ text: "empty", isMark: true }];
  const spaces = /^[ \u00a0]+|[ \u00a0]+$|[ \u00a0]{2,}|\u00a0/g;
  const found: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(spaces)) {
    if (match.index > end) found.push({ text: visible(text.slice(end, match.index)), isMark: false });
    found.push({ text: match[0].replace(/ /g, "·").replace(/\u00a0/g, "⍽"), isMark: true });
    end = match.index + match[0].length;
  }
  if (end < text.length) found.push({ text: visible(text.slice(end)), isMark: false });
  return found;
}

/** A value on one line. */
export function cellText(cell: Cell): string {
  if (cell === null) return "NA";
  if (typeof cell === "number") return number(cell);
  if (typeof cell === "boolean") return cell ? "True" : "False";
  return visible(cell);
}

/** Split at `backticks`, every second part being a name. */
export const named = (sentence: string): string[] => sentence.split("`");
