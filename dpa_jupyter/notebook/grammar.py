"""The grammar of `%dpa` and `%%dpa`: leading options, then a command or a request, word for word.

Nothing here splits like a shell: a request is prose, with apostrophes, braces, dollars and anything else in it. Options
are read one by one from the left until the first other word, or `--`; what is left is the request, untouched.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from keyword import iskeyword
from types import MappingProxyType

from dpa_jupyter.errors import RequestError, suggestion
from dpa_jupyter.notebook.oversight import is_answer

VERBS = ("ask", "analyze", "quality", "clean", "document", "plan", "pipeline", "explain", "fix")
SPELLINGS = MappingProxyType({"analyse": "analyze"})


@dataclass(frozen=True, slots=True)
class Option:
    """An option of the line; `setting` is the trait that it overrides for one run, if it is one."""

    name: str
    short: str | None
    value: str | None
    """What the help calls its value; None for a switch."""
    help: str
    convert: Callable[[str], object] = str
    setting: str | None = None


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _identifier(text: str) -> str:
    if not text.isidentifier() or iskeyword(text):
        raise ValueError("a Python name is wanted")
    return text


def _whole_number(text: str) -> int:
    if not re.fullmatch(r"[+-]?\d{1,18}", text):
        raise ValueError(f"a whole number is wanted, not {text!r}")
    return int(text)


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"a number is wanted, not {text!r}")
    return number


OPTIONS = (
    Option("model", "m", "NAME", "the model to ask, for this run", setting="model"),
    Option("on", None, "FRAMES", "the frames to work on, separated by commas", _names),
    Option("out", "o", "NAME", "the variable that the result is put in, besides _dpa", _identifier),
    Option("max-steps", None, "N", "the most steps that the run may take", _whole_number, setting="max_steps"),
    Option("timeout", None, "SECONDS", "the most seconds that the run may take", _number, setting="timeout"),
    Option(
        "budget", None, "USD", "the most that the model may cost, where its price is known", _number, setting="budget"
    ),
    Option("mode", None, "MODE", "what runs unasked: ask, auto or read-only", setting="mode"),
    Option("background", "b", None, "go on while other cells run, on the frames as they are now"),
    Option("privacy", None, "LEVEL", "schema, aggregates, samples or full: what may leave", setting="privacy"),
    Option("dry-run", None, None, "show exactly what would be sent, and send nothing"),
    Option("baseline", None, "NAME", "for quality: an earlier frame, or a saved baseline, to compare with"),
    Option("fresh", None, None, "without what was asked and answered before in this notebook"),
    Option("quiet", "q", None, "show nothing but errors; the result is in _dpa"),
    Option("help", "h", None, "show this help"),
)

ANY_NUMBER = 1_000
"""Of words: a column's name may have many, and it may be what must not leave."""
UNDO_WORDS = ("all", "force", "list")
"""What may follow undo and redo, besides a number of steps."""

COMMANDS: Mapping[str, tuple[int, str]] = MappingProxyType(
    {
        "status": (0, "the model, the mode, the sandbox, the frames, what runs, and where the log is"),
        "model": (1, "show the model, or set it: %dpa model openai/gpt-5"),
        "models": (1, "the models that can be named, or those that contain a word"),
        "tools": (0, "what the agent can do"),
        "sent": (
            1,
            "the requests that left, or one of them byte for byte: %dpa sent 2",
        ),
        "sensitive": (
            ANY_NUMBER,
            "the columns that are masked; mark or unmark one: %dpa sensitive [not] df.notes",
        ),
        "baseline": (
            3,
            "what quality can be compared with; save or forget one: %dpa baseline df as NAME, %dpa baseline not NAME",
        ),
        "history": (1, "the requests of this notebook, or one of them whole: %dpa history 2"),
        "undo": (1, "take back the latest change of a variable, or more: %dpa undo 3; all, force, list"),
        "redo": (1, "make again what was taken back: %dpa redo 3; all, force, list"),
        "reset": (0, "begin a new session: earlier requests are no longer told to the model"),
        "approve": (0, "answer a run in the background: %dpa approve [run] [once|session|no, because …]"),
        "stop": (1, "stop a run in the background: %dpa stop [run]"),
        "audit": (0, "what was allowed and refused, by whom, and whether the record is whole"),
        "config": (1, "all settings, or one of them"),
        "help": (0, "this help"),
    }
)
"""Administration: the most words that may follow each, and what it does. With more words, the line is a request."""


_BASELINE = re.compile(r"\s+--baseline(?:=|\s+)(\S+)")
"""It may stand behind the frame as well, where one would say it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the magic, understood."""

    options: Mapping[str, object] = field(default_factory=dict)
    command: str | None = None
    argument: str | None = None
    request: str = ""
    verb: str = "ask"

    def settings(self) -> dict[str, object]:
        """Return the traits that the options override for this run."""
        by_name = {option.name: option.setting for option in OPTIONS}
        return {trait: value for name, value in self.options.items() if (trait := by_name[name])}


def parse(line: str, body: str | None = None) -> Line:
    """Understand the line of `%dpa`, or the line and the body of `%%dpa`.

    Raises:
        RequestError: an option is unknown or has no good value, with what was meant.
    """
    options, rest = _options(line)
    rest = re.sub(r"\Aquality\s+(?=baseline(?:\s|\Z))", "", rest) if body is None else rest
    words = rest.split()
    if body is None and words and _is_command(words[0], words[1:]):
        return Line(options, command=words[0], argument=rest.strip().removeprefix(words[0]).strip() or None)
    request = "\n".join(part for part in (rest.rstrip("\n"), (body or "").strip("\n")) if part.strip())
    verb = _verb(request)
    if verb == "quality" and (named := _BASELINE.search(request)):
        options["baseline"] = named[1]
        request = request[: named.start()] + request[named.end() :]
    return Line(options, request=request, verb=verb)


def _is_command(word: str, rest: Sequence[str]) -> bool:
    if word == "approve":
        return is_answer(" ".join(rest))
    return word in COMMANDS and len(rest) <= COMMANDS[word][0]


def _verb(request: str) -> str:
    first = request.split(None, 1)[0].casefold() if request.split() else ""
    first = SPELLINGS.get(first, first)
    return first if first in VERBS else "ask"


def _options(line: str) -> tuple[dict[str, object], str]:
    found: dict[str, object] = {}
    rest = line.lstrip()
    while match := re.match(r"(--?[A-Za-z][\w-]*)(?:=(\S*))?(?:\s+|$)", rest):
        option = _option(match[1])
        rest = rest[match.end() :]
        if option.value is None:
            found[option.name] = _switch(option, match[2])
            continue
        text = match[2]
        if text is None:
            text, rest = _next_word(rest)
        found[option.name] = _value(option, text)
    return found, re.sub(r"\A--(?:\s|$)", "", rest)


def _option(written: str) -> Option:
    for option in OPTIONS:
        if written in (f"--{option.name}", f"-{option.short}"):
            return option
    known = [f"--{option.name}" for option in OPTIONS]
    raise RequestError(
        f"there is no option {written}.{suggestion(written, known)} "
        f"Options: {' '.join(known)}. A request that begins with a dash goes after `--`."
    )


def _switch(option: Option, text: str | None) -> bool:
    if text is not None:
        raise RequestError(f"--{option.name} takes no value, not {text!r}.")
    return True


def _next_word(rest: str) -> tuple[str, str]:
    word = rest.split(None, 1)[:1]
    return (word[0], rest[len(word[0]) :].lstrip()) if word else ("", "")


def _value(option: Option, text: str) -> object:
    if not text:
        raise RequestError(f"--{option.name} wants {option.value}.")
    try:
        return option.convert(text)
    except ValueError as error:
        raise RequestError(f"--{option.name} wants {option.value}: {error}.") from None
