"""How numbers, names and values are put into Markdown: readable, exact, and never as anything but text."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from dpa_jupyter.findings import ColumnType, Scalar

LONGEST = 60
"""Characters of a name or value that are shown."""

# Words that no Markdown dialect gives a meaning to; `://`, `www.` and `@` would be linked by some.
_PLAIN = re.compile(r"(?:-(?=\d))?[^\W_](?:[^\W_]|[ \-',()/%+\u00b7\u2013\u2026\u2192]|(?<=\d)[.:](?=\d))*")
_ACTIVE = re.compile(r"[\\`*\[\]<>&$|~#@]|(?<![^\W_])_|_(?![^\W_])|:(?=//)|(?<=[wW]{3})\.")


def code(text: str, longest: int = LONGEST) -> str:
    """Return a name as a code span, which shows every character and runs none."""
    shown = visible(text, longest) or " "
    fence = "`" * (max((len(run) for run in re.findall("`+", shown)), default=0) + 1)
    space = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{space}{shown}{space}{fence}"


def visible(text: str, longest: int = LONGEST) -> str:
    """Return the text on one line, bounded, with what can't be seen (controls, direction marks) written out."""
    line = "".join(char if char.isprintable() else _written_out(char) for char in text[: longest + 1])
    return line if len(text) <= longest else f"{line[: longest - 1]}…"


def prose(text: str) -> str:
    """Return somebody else's sentence with everything escaped that Markdown would act on."""
    line = "".join(char if char.isprintable() else " " for char in text)
    return _ACTIVE.sub(r"\\\g<0>", line)


def sentence(text: str) -> str:
    """Return Markdown as a sentence: with a full stop and, where it does not begin with a name, a capital."""
    if text.partition(" ")[0] in ("the", "a", "an", "it", "no", "one", "only", "there", "they"):
        text = f"{text[0].upper()}{text[1:]}"
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def value(item: Scalar) -> str:
    """Return a value: plain words as they are, numbers to four digits or two decimals, all else as a code span.

    Numbers under 10,000 have no thousands separator: they may be years, times or codes.
    """
    if item is None:
        return "no value"
    if isinstance(item, bool):
        return "true" if item else "false"
    if isinstance(item, int | float):
        shown = _number(item)
        return shown.replace(",", "") if abs(item) < 10_000 else shown
    return item if len(item) <= LONGEST and _PLAIN.fullmatch(item) else code(item)


def amount(number: float, kind: ColumnType | None) -> str:
    """Return a number that was reckoned of a column of this kind: of times and durations it is in seconds."""
    if kind not in ("time", "duration") or not math.isfinite(number):
        return value(number)
    minutes, seconds = divmod(round(abs(number)), 60)
    hours, minutes = divmod(minutes, 60)
    clock = f"{hours:02d}:{minutes:02d}" + (f":{seconds:02d}" if seconds or kind == "duration" else "")
    return f"-{clock}" if number < 0 else clock


def _number(amount: float) -> str:
    if not math.isfinite(amount):
        return "unknown"
    if amount == int(amount) and abs(amount) < 1e15:
        return f"{int(amount):,}"
    size = math.floor(math.log10(abs(amount)))
    if size < -4 or size >= 15:
        return f"{amount:.3e}"
    return f"{amount:,.{max(2, 3 - size)}f}".rstrip("0").rstrip(".")


def effect(size: float) -> str:
    """Return an effect size as it is usually given, to two decimals."""
    return f"{size:.2f}" if math.isfinite(size) else "unknown"


def percent(share: float | None) -> str:
    """Return a share of 0 to 1 in percent to one decimal; to more where one decimal would claim none or all."""
    if share is None or not math.isfinite(share):
        return "unknown"
    shown = f"{100 * share:.1f}"
    if shown in ("0.0", "100.0"):
        rest = 100 * min(abs(share), abs(1 - share))
        shown = f"{100 * share:.{1 - math.floor(math.log10(rest)) if rest else 0}f}"
        shown = shown.rstrip("0") if "." in shown else shown
    return f"{shown} %"


def counted(amount: int, noun: str) -> str:
    """Return "7,043 customers"; one of them is a row, as the singular of a name is not known."""
    return f"1 {_SINGULAR.get(noun, 'row')}" if amount == 1 else f"{amount:,} {noun}"


_SINGULAR = {"columns": "column", "different values": "different value"}


def noun_of(frame: str) -> str:
    """Return what the rows are called: the frame's name where that is a plural, such as "flights" or "old_orders"."""
    last = re.split(r"[\W\d_]+", frame.casefold())[-1]
    plural = re.fullmatch(r"[a-z]{3,}(?<![suio])s", last) and last not in _NO_NOUNS
    return last if plural else "rows"


_NO_NOUNS = {"stats", "metrics", "details", "features", "columns", "dfs", "frames", "tables", "values", "results"}


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text, for vocabularies that are easier to read as prose."""
    return frozenset(text.split())


def listing(items: Sequence[str], most: int = 4, *, last: str = "and") -> str:
    """Return "a, b and c", and "others" for what is past the most."""
    shown = [*items[:most], "others"] if len(items) > most else list(items)
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {last} {shown[-1]}" if shown else ""


def _written_out(char: str) -> str:
    return " " if char.isspace() else f"\\u{ord(char):04x}"


def reference(column: str) -> str | None:
    """Return how a column is named in a request, or None where it can't be said on one line."""
    if re.fullmatch(r"[^\W\d]\w*", column):
        return column
    return f'"{column}"' if column.isprintable() and '"' not in column and len(column) <= LONGEST else None


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table of cells that are Markdown already."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)
