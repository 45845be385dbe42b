"""Work done for many at once, in which the few that can't be done don't spoil it for the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def each_or_error(
    items: Sequence[Item], work: Callable[[Sequence[Item]], Sequence[Result]]
) -> list[Result | Exception]:
    """Return the result of each item, or its error: where the work fails, it is done again for each half."""
    try:
        return list(work(items))
    except Exception as error:  # noqa: BLE001 - data fails in as many ways as there are libraries
        if len(items) == 1:
            return [error]
    middle = len(items) // 2
    return [*each_or_error(items[:middle], work), *each_or_error(items[middle:], work)]
