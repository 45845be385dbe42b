"""Gets a request past IPython unharmed: an empty body, a trailing question mark, and all that stands between.

IPython refuses a cell magic without a body, and takes a `?` at the end of any line for a wish to see help. Both are
ordinary in a request, so lines of ours are turned into plain calls before IPython looks at them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from tokenize import TokenInfo

from IPython.core.inputtransformer2 import TokenTransformBase, TransformerManager, find_end_of_continued_line

_CELL = re.compile(r"%%dpa(?![\w?])")
_HELP = re.compile(r"\s*\?{1,2}\s*")


def give_empty_body(lines: list[str]) -> list[str]:
    """Give a cell that holds only `%%dpa …` the empty body that IPython wants to see."""
    if len(lines) == 1 and _CELL.match(lines[0]):
        return [lines[0].rstrip("\n") + "\n", "\n"]
    return lines


class DpaLine(TokenTransformBase):
    """Turns `%dpa …` and `name = %dpa …` into a call, before the help transformer sees a `?`."""

    priority = 1
    """IPython's own have 5 and more; the lowest at one place goes first."""

    def __init__(self, statement: TokenInfo, percent: TokenInfo) -> None:
        super().__init__(statement.start)  # type: ignore[no-untyped-call]  # the class is ours, its base has no types
        self._percent = (percent.start[0] - 1, percent.start[1])

    @classmethod
    def find(cls, tokens_by_line: Sequence[Sequence[TokenInfo]]) -> DpaLine | None:
        """Find the first line that is ours; what stands inside a string is no token of its own and so is left alone."""
        for line in tokens_by_line:
            tokens = [token for token in line if token.string.strip()]
            for position, (percent, name) in enumerate(pairwise(tokens)):
                begins = position == 0 or tokens[position - 1].string == "="
                if begins and (percent.string, name.string) == ("%", "dpa") and not _HELP.fullmatch(_after(name)):
                    return cls(tokens[0], percent)
        return None

    def transform(self, lines: list[str]) -> list[str]:
        """Replace the line, and those that a trailing backslash joins to it."""
        row, column = self._percent
        end = find_end_of_continued_line(lines, row)
        request = "".join(lines[row : end + 1])[column + len("%dpa") :].strip()
        before = lines[row][:column]
        quiet = "" if before.strip() else ";"  # the run was shown as it went: no second display
        call = f"{before}get_ipython().run_line_magic('dpa', {request!r}){quiet}\n"
        return [*lines[:row], call, *lines[end + 1 :]]


def _after(name: TokenInfo) -> str:
    return name.line[name.end[1] :]


def install(manager: TransformerManager) -> None:
    """Add our transformers; once is enough."""
    uninstall(manager)
    manager.cleanup_transforms.append(give_empty_body)
    manager.token_transformers.append(DpaLine)


def uninstall(manager: TransformerManager) -> None:
    """Take our transformers out, and nothing else."""
    manager.cleanup_transforms[:] = [each for each in manager.cleanup_transforms if each is not give_empty_body]
    manager.token_transformers[:] = [each for each in manager.token_transformers if each is not DpaLine]
