"""What a sentence says of a whole frame: how many rows, which columns, how fresh."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dpa_jupyter.quality.rules.errors import RuleError
from dpa_jupyter.quality.rules.moments import Moment
from dpa_jupyter.quality.rules.tests import Fresh, HasColumns, Range, RowCount, Test, Unique
from dpa_jupyter.quality.rules.words.stream import Stream
from dpa_jupyter.quality.rules.words.values import count, span

_LEAST = ("at least", "no fewer than", "no less than", "not less than", "not fewer than")
_MOST = ("at most", "no more than", "not more than", "up to")


def of_frame(stream: Stream, columns: Mapping[str, str] | Sequence[str]) -> list[Test] | None:
    """Read what is said of a whole frame; None, with the stream at its start, where it is not about one."""
    for read in (_rows, _columns, _latest):
        found = read(stream)
        if found is not None and stream.token is None:
            return [found]
        stream.at = 0
    found = _older(stream, columns) or _no_repeats(stream, columns)
    if found is None:
        stream.at = 0
    return None if found is None else [found]


def _rows(stream: Stream) -> Test | None:
    stream.accept("there are", "there is", "it has", "the frame has", "has", "there must be", "there should be")
    if (word := stream.accept("more than", "over", "fewer than", "less than")) is not None:
        number = count(stream)
        if number is None or not stream.accept("rows", "row"):
            return None
        return RowCount(at_least=number + 1) if word in ("more than", "over") else RowCount(at_most=number - 1)
    if stream.accept("between", "from"):
        low = count(stream)
        high = count(stream) if stream.accept("and", "to") else None
        return RowCount(low, high) if low is not None and high is not None and stream.accept("rows") else None
    least, most = stream.accept(*_LEAST), stream.accept(*_MOST)
    exactly = stream.accept("exactly")
    number = count(stream)
    if number is None or not stream.accept("rows", "row"):
        return None
    end = stream.accept("or more", "or less", "or fewer")
    if not (least or most or exactly or end):
        return None
    is_least, is_most = bool(least) or end == "or more", bool(most) or end in ("or less", "or fewer")
    return RowCount(None if is_most else number, None if is_least else number)


def _columns(stream: Stream) -> Test | None:
    exact = stream.accept("the columns are", "columns are") is not None
    if not exact and not stream.accept(
        "there are columns", "there is a column", "has columns", "has the columns", "it has the columns", "has a column"
    ):
        return None
    names = []
    while (token := stream.take("name", "word", "quoted")) is not None:
        names.append(token.text if token.kind != "word" else token.written)
        if not stream.accept(", and", ",", "and"):
            break
    in_order = stream.accept("in this order", "in that order") is not None
    no_others = stream.accept("and no others", "and nothing else") is not None or exact
    return HasColumns(tuple(names), in_order, no_others) if names else None


def _latest(stream: Stream) -> Test | None:
    if not stream.accept("the latest", "the newest", "the most recent", "latest", "newest"):
        return None
    name = stream.column()
    if name is None or not stream.accept("is", "must be", "should be"):
        return None
    stream.accept("no older than", "not older than", "at most", "no more than", "within", "never older than")
    length = span(stream)
    stream.accept("old", "ago")
    return None if length is None else Fresh(name, length)


def _older(stream: Stream, columns: Mapping[str, str] | Sequence[str]) -> Test | None:
    """Read "no row is older than 7 days", where only one column can be meant."""
    stream.at = 0
    if not stream.accept(
        "no row is older than", "no rows are older than", "rows are never older than", "rows are no older than"
    ):
        return None
    length = span(stream)
    if length is None or stream.token is not None:
        return None
    times = (
        [name for name, kind in columns.items() if kind in ("date", "datetime")] if isinstance(columns, Mapping) else []
    )
    if len(times) != 1:
        named = times or ["created"]
        which = f"which of {', '.join(times)}?" if times else "by which column?"
        raise RuleError(f"{which} Say it as '`{named[0]}` is no older than {length}'")
    base = "today" if length.unit not in ("second", "minute", "hour") else "now"
    return Range(times[0], at_least=Moment(base, -1, length))  # type: ignore[arg-type]  # one of two


def _no_repeats(stream: Stream, columns: Mapping[str, str] | Sequence[str]) -> Test | None:
    stream.at = 0
    if not stream.accept("no duplicate rows", "there are no duplicate rows", "no row is repeated", "rows are unique"):
        return None
    if not columns:
        raise RuleError("of which columns? Say it as '`a`, `b` are together unique'")
    return Unique(tuple(columns))
