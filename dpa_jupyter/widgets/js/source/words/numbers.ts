/** Numbers as a person reads them. */

import type { Figure } from "../quality/answers.ts";

const THIN = "\u202f";

/** Six digits of a broken number, all of a whole one; thousands are set apart from five digits on. */
export function number(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e15)) return value.toExponential(2).replace("e+", "e");
  const options = Number.isInteger(value) ? {} : { maximumSignificantDigits: 6 };
  return value.toLocaleString("en-US", { ...options, useGrouping: size >= 1e4 }).replace(/^-/, "−");
}

/** A number in at most four characters and a letter: 1.2k, 34M. */
export function short(value: number): string {
  const size = Math.abs(value);
  for (const [unit, letter] of [[1e9, "G"], [1e6, "M"], [1e3, "k"]] as const) {
    if (size >= unit * 0.9995) return trimmed(value / unit) + letter;
  }
  return size > 0 && size < 0.01 ? value.toExponential(0) : trimmed(value);
}

const trimmed = (value: number): string => String(Number(value.toPrecision(3))).replace(/^-/, "−");

/** A share of 1 as a percentage that is 0 or 100 only where it is truly so. */
export function percent(share: number): string {
  const hundred = share * 100;
  if (hundred === 0 || hundred === 100) return `${hundred}${THIN}%`;
  if (hundred < 0.01) return `<${THIN}0.01${THIN}%`;
  if (hundred > 99.9) return `>${THIN}99.9${THIN}%`;
  return `${hundred < 1 ? hundred.toFixed(2) : hundred.toFixed(1)}${THIN}%`;
}

export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${number(count)} ${count === 1 ? noun : plural}`;
}

/** Points that are taken off a score. */
export function points(value: number): string {
  if (value < 0.005) return "<0.01";
  return `−${value.toFixed(value < 0.095 ? 2 : 1)}`;
}

/** An estimate, in as many digits as may be true of it: the whole ones of a large number, four of any other. */
export function estimate(value: number): string {
  return number(Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(4)));
}

/** How far a number can be relied on, in words. */
export function reliability(figure: Figure, write = estimate): string {
  const interval = figure.low !== null && figure.high !== null ? `, 95 % between ${write(figure.low)} and ${write(figure.high)}` : "";
  if (figure.precision === "sampled") {
    const basis = figure.rows_used === null ? "" : ` of ${counted(figure.rows_used, "row")}`;
    return `estimated from a sample${basis}${interval}`;
  }
  return figure.precision + interval;
}

/** A moment, given in seconds since 1970, as exactly as this span asks for. */
export function moment(seconds: number, span: number): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return number(seconds);
  const text = date.toISOString();
  if (span > 3 * 365 * 86_400) return text.slice(0, 7);
  if (span > 3 * 86_400) return text.slice(0, 10);
  return text.slice(0, 16).replace("T", " ");
}
