"""Tab on the magic's line: verbs and commands, options, models, frames and columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias, TypedDict, cast, get_args

from dpa_jupyter.config import LEVELS, Dpa, Mode
from dpa_jupyter.notebook.grammar import COMMANDS, OPTIONS, UNDO_WORDS, VERBS

if TYPE_CHECKING:
    from IPython.core.completer import CompletionContext, IPCompleter, SimpleCompletion

_MAGIC = re.compile(r"(?:.*=\s*)?%%?dpa\s")
_FRAGMENT = re.compile(r"[^\s,()\[\]{}'\"=]*$")
_COLUMN = re.compile(r"@?([^\W\d]\w*)[.\[]([^\s.\]]*)$")


class Matches(TypedDict):
    """What IPython's second matcher interface wants to be given."""

    completions: Sequence[SimpleCompletion]
    matched_fragment: str
    suppress: bool
    ordered: bool


MOST_COLUMNS = 20_000

Matcher: TypeAlias = "Callable[[CompletionContext], Matches]"
Candidates: TypeAlias = Iterable[tuple[str, str]]
"""Texts, each with the kind that a front end shows beside it."""


class LineCompleter:
    """Completes the line of `%dpa` and `%%dpa`."""

    def __init__(
        self,
        namespace: Mapping[str, object],
        models: Callable[[], Sequence[str]],
        baselines: Callable[[], Sequence[str]] = tuple,
    ) -> None:
        self._namespace = namespace
        self._models = models
        self._baselines = baselines

    def complete(self, line: str) -> tuple[str, list[tuple[str, str]]] | None:
        """Return the fragment before the cursor and what it may become; None where the line is not ours."""
        match = _MAGIC.match(line)
        if match is None:
            return None
        text = line[match.end() :]
        if column := _COLUMN.search(text):
            return column[2], self._columns(column[1], column[2])
        fragment = _FRAGMENT.search(text)
        assert fragment is not None
        found = [
            pair for pair in self._candidates(text[: fragment.start()], fragment[0]) if _fits(pair[0], fragment[0])
        ]
        return fragment[0], found

    def _candidates(self, before: str, fragment: str) -> Candidates:
        if (ours := self._values(before)) is not None:
            return ours
        if fragment.startswith("-"):
            return ((f"--{option.name}", "option") for option in OPTIONS)
        if fragment.startswith("@"):
            return ((f"@{name}", "frame") for name in self._frames())
        names = [(name, "frame") for name in self._frames()]
        if all(word.startswith("-") for word in before.split()):
            return [*_first_words(), *names]
        return [*names, *self._all_columns()] if fragment else names

    def _values(self, before: str) -> Candidates | None:
        """List what an option or a command takes for its value; None where there stands no such word."""
        word = re.search(r"(?:^|\s)--?([\w-]+)(?:\s+|=)(?:[\w,]*,)?$|^(\w+)\s+$", before)
        match word and (word[1] or word[2]):
            case "m" | "model" | "models":
                return [(name, "model") for name in self._models()]
            case "on" | "baseline" as what:
                saved = self._baselines() if what == "baseline" else ()
                return [*((name, "frame") for name in self._frames()), *((name, "baseline") for name in saved)]
            case "mode":
                return [(mode, "mode") for mode in get_args(Mode)]
            case "approve":
                return [(answer, "answer") for answer in ("once", "session", "no")]
            case "privacy":
                return [(level, "privacy level") for level in LEVELS]
            case "sensitive":
                return [("not", "word"), *self._all_columns()]
            case "config":
                return [(name, "setting") for name in Dpa.class_trait_names(config=True)]
            case "undo" | "redo":
                return [(each, "value") for each in UNDO_WORDS]
            case _:
                return None

    def _all_columns(self) -> list[tuple[str, str]]:
        """List the columns of all frames, each name once, and no more than a person would look through."""
        from dpa_jupyter.frames.outline import column_names
        from dpa_jupyter.frames.recognition import frames_in

        catalog = frames_in(self._namespace)
        columns = (name for frame in catalog.values() for name in column_names(frame) or ())
        return [(name, "column") for name in islice(dict.fromkeys(columns), MOST_COLUMNS)]

    def _frames(self) -> list[str]:
        from dpa_jupyter.frames.recognition import frames_in

        return list(frames_in(self._namespace))

    def _columns(self, name: str, prefix: str) -> list[tuple[str, str]]:
        from dpa_jupyter.frames.outline import column_names
        from dpa_jupyter.frames.recognition import frames_in

        catalog = frames_in({name: self._namespace.get(name)})
        if name not in catalog:
            return []
        return [(column, "column") for column in column_names(catalog[name]) or () if column.startswith(prefix)]


def _first_words() -> list[tuple[str, str]]:
    return [*((verb, "verb") for verb in VERBS), *((command, "command") for command in COMMANDS)]


def _fits(text: str, fragment: str) -> bool:
    return text.startswith(fragment)


def matcher(completer: LineCompleter) -> Matcher:
    """Wrap the completer as IPython wants it; it keeps others out of our lines only."""
    from IPython.core.completer import SimpleCompletion, context_matcher

    @context_matcher(identifier="dpa.line")  # type: ignore[untyped-decorator]  # IPython has no types there
    def complete_dpa(context: CompletionContext) -> Matches:
        found = completer.complete(context.line_with_cursor[: context.cursor_position])
        fragment, pairs = found or ("", [])
        completions = [SimpleCompletion(text=text, type=kind) for text, kind in pairs]
        return Matches(completions=completions, matched_fragment=fragment, suppress=found is not None, ordered=True)

    return cast("Matcher", complete_dpa)


def install(completer: IPCompleter, ours: Matcher) -> None:
    """Add our matcher."""
    completer.custom_matchers.append(ours)


def uninstall(completer: IPCompleter, ours: Matcher) -> None:
    """Take our matcher out, and nothing else."""
    completer.custom_matchers[:] = [each for each in completer.custom_matchers if each is not ours]
