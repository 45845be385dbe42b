"""The user's own rules: `%dpa rules`, to list, add, remove, bring in and write out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from dpa_jupyter.errors import RequestError
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.recognition import frames_in
from dpa_jupyter.harmless import visible, writable
from dpa_jupyter.notebook.desk import Desk
from dpa_jupyter.quality.rules.rules import Rules

if TYPE_CHECKING:
    from dpa_jupyter.quality.rules.judging import Judged

MOST_SHOWN = 40
KEEP = "Keep {what}? [y]es; [n]o: "
USAGE = """\
%dpa rules                       the frames that have rules, and the files these are kept in
%dpa rules df                    the rules of df, and which of them hold now
%dpa rules add df SENTENCE       read a rule in plain words, show it, and keep it
%dpa rules remove df 2           leave out the second rule, or the one of this name
%dpa rules import df FILE        take rules from YAML of ours, pandera, Great Expectations, pointblank or ODCS
%dpa rules export df FORMAT [FILE]   write them for one of: {formats}
%dpa rules save df FILE          write them as YAML of ours
%%dpa quality df --rules RULES   also hold df against a file, or a variable that holds `Rules`

Sentences that can be read, by example:
{forms}"""


def about_rules(argument: str | None, desk: Desk) -> str:
    """List, show or change rules, and return what to print.

    Raises:
        UserError: something in it can't be.
    """
    if argument is None:
        return _frames(desk)
    word, _, rest = argument.partition(" ")
    if word in _ACTIONS and word not in frames_in(desk.namespace):
        return _ACTIONS[word](rest.strip(), desk)
    if rest:
        raise RequestError(f"`%dpa rules {word}` takes no more words; `%dpa rules help` lists what there is.")
    return _shown(word, desk)


def _frames(desk: Desk) -> str:
    names = desk.rules.names()
    lines = [f"{name}  {_counted(len(desk.rules.of(name)))}  {desk.rules.path(name)}" for name in names]
    return "\n".join(lines or ["no frame has rules yet; add one: %dpa rules add df amount is never negative"])


def _shown(name: str, desk: Desk) -> str:
    """List the rules of a frame, with what became of each."""
    frame = frames_in(desk.namespace)[name]
    rules = desk.rules.of(name)
    if not rules:
        return f"{name} has no rules yet; add one: %dpa rules add {name} amount is never negative"
    judged = _judged(frame, rules, desk)
    lines = [f"{place:>3}  {_verdict(each)}" for place, each in enumerate(judged, start=1)]
    return "\n".join([*lines, str(desk.rules.path(name))])


def _add(rest: str, desk: Desk) -> str:
    name, frame, said = _of_frame(rest, desk, "a sentence, such as: amount is never negative")
    quoted = len(said) > 1 and said[0] == said[-1] and said[0] in "\"'" and said[0] not in said[1:-1]
    columns = {column.name: column.type for column in frame.adapter.columns(frame.value)}
    return _taken_in(name, frame, Rules().words(said[1:-1] if quoted else said, columns), desk)


def _taken_in(name: str, frame: Frame, fresh: Rules, desk: Desk) -> str:
    """Show rules and how they stand, ask where somebody can answer, and keep them."""
    kept = desk.rules.of(name)
    new = Rules(tuple(rule for rule in fresh if rule not in kept.rules))
    if not new:
        return f"{name} has {'this rule' if len(fresh) == 1 else 'these rules'} already"
    what = "it" if len(new) == 1 else f"these {len(new)} rules"
    shown = [f"     {_verdict(each)}" for each in _judged(frame, new, desk)[:MOST_SHOWN]]
    more = [f"     and {len(new) - MOST_SHOWN} more"] if len(new) > MOST_SHOWN else []
    text = "\n".join([*shown, *more, "", _indented(Rules(new.rules[:MOST_SHOWN]).to_yaml())])
    if desk.somebody_is_here and not _agreed(text, KEEP.format(what=what)):
        return "nothing was kept"
    desk.rules.keep(name, kept + new)
    said = f"kept in {desk.rules.path(name)}; `%dpa rules remove {name} {len(kept) + 1}` takes it back"
    return said if desk.somebody_is_here else f"{text}\n{said}"


def _agreed(text: str, prompt: str) -> bool:
    from dpa_jupyter.notebook.approvals import YES, typed_after

    sys.stdout.write(writable(visible(text), sys.stdout) + "\n")
    try:
        return typed_after(prompt).strip().casefold() in YES
    except (EOFError, KeyboardInterrupt, NotImplementedError, OSError, RuntimeError, ValueError):
        return False  # left unanswered, or no keyboard any more


def _remove(rest: str, desk: Desk) -> str:
    name, _, which = rest.partition(" ")
    rules = desk.rules.of(name)
    if not which.strip():
        raise RequestError(f"say which rule, by its number or name: %dpa rules remove {name or 'df'} 2")
    left = rules.without(which.strip().strip("\"'"))
    gone = next(rule for rule, kept in zip_longest(rules, left) if rule is not kept)
    desk.rules.keep(name, left)
    return f"no rule of {name} any more: {gone.title}"


def _import(rest: str, desk: Desk) -> str:
    from dpa_jupyter.quality.rules.formats.exchange import read_foreign
    from dpa_jupyter.quality.rules.yaml_text import read_file

    name, frame, path = _of_frame(rest, desk, "a file")
    found = read_foreign(read_file(Path(path)), path)
    head = [f"{path}: {found.format}, {_counted(len(found.rules))}", *_unsaid(found.unsaid, "can't be taken over")]
    if not found.rules:
        return "\n".join(head)
    return "\n".join([*head, _taken_in(name, frame, found.rules, desk)])


def _export(rest: str, desk: Desk) -> str:
    from dpa_jupyter.quality.rules.formats.exchange import FORMATS, written_for

    name, _, last = rest.partition(" ")
    words = last.split()
    if not 1 <= len(words) <= 2:
        raise RequestError(f"%dpa rules export df FORMAT [FILE]; formats: {', '.join(FORMATS)}")
    written = written_for(words[0], name, _rules_of(name, desk))
    unsaid = _unsaid(written.unsaid, "can't be said there")
    if len(words) == 1:
        return "\n".join([written.text, *unsaid])
    return "\n".join([_write(Path(words[1]), written.text), *unsaid])


def _save(rest: str, desk: Desk) -> str:
    name, _, path = rest.partition(" ")
    if not path.strip():
        raise RequestError("%dpa rules save df FILE")
    return _write(Path(path.strip()), _rules_of(name, desk).to_yaml())


def _write(path: Path, text: str) -> str:
    """Write a new file; one that is there is left alone."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise RequestError(f"{path} is there already; delete it first, or name another file") from None
    except OSError as error:
        raise RequestError(f"{path}: {error.strerror or error}") from None
    return f"written to {path}"


def _help(_: str, desk: Desk) -> str:
    from dpa_jupyter.quality.rules.formats.exchange import FORMATS
    from dpa_jupyter.quality.rules.words.reading import FORMS

    forms = "\n".join(f"    {form}" for form in FORMS)
    return USAGE.format(formats=", ".join(FORMATS), forms=forms)


_ACTIONS: Mapping[str, Callable[[str, Desk], str]] = {
    "add": _add,
    "remove": _remove,
    "import": _import,
    "export": _export,
    "save": _save,
    "help": _help,
}


def _of_frame(rest: str, desk: Desk, wanted: str) -> tuple[str, Frame, str]:
    name, _, last = rest.partition(" ")
    if not name or not last.strip():
        raise RequestError(f"name a frame and {wanted}")
    frame = frames_in(desk.namespace)[name]
    return name, frame, last.strip()


def _rules_of(name: str, desk: Desk) -> Rules:
    rules = desk.rules.of(name)
    if not rules:
        raise RequestError(f"{name or 'the frame'} has no rules; `%dpa rules` lists the frames that have some")
    return rules


def _judged(frame: Frame, rules: Rules, desk: Desk) -> Sequence[Judged]:
    """Hold rules against a frame as it is now; it is measured if it was not yet."""
    from dpa_jupyter.quality.rules.judging import RuleBook, judge

    settings = replace(desk.dpa.settings(), sensitive=desk.marks.with_those_of_now(desk.dpa.sensitive))
    study = desk.assistant().study(settings)
    *_, last = study.report(frame)
    return judge(study.engine(frame), last.evidence, RuleBook(rules.rules, frame, frames_in(desk.namespace)))


def _verdict(each: Judged) -> str:
    from dpa_jupyter.quality.rules.wording import sentence_of

    reason = f" ({each.reason})" if each.reason else ""
    sentence = sentence_of(each.rule)
    named = f"{each.rule.name}: {sentence}" if each.rule.name else sentence
    return f"{each.status}{_in_rows(each)}  {named}{reason}"


def _in_rows(each: Judged) -> str:
    """Say in how many rows a rule is broken or, where it allows so many of them, in how many it is so."""
    if each.failed is None or not (each.failed.value or each.says_most):
        return ""
    rows = f" in {round(each.failed.value):,} of {each.checked:,} rows"
    if each.says_most:
        return f", since it is so{rows}" if each.status == "broken" else f", it is so{rows}"
    return rows if each.status == "broken" else f", broken{rows}"


def _unsaid(unsaid: Sequence[tuple[str, str]], why: str) -> list[str]:
    return [f"{len(unsaid)} {why}:", *(f"  {name}: {reason}" for name, reason in unsaid)] if unsaid else []


def _counted(number: int) -> str:
    return f"{number:,} rule{'' if number == 1 else 's'}"


def _indented(text: str) -> str:
    return "\n".join(f"     {line}" for line in text.splitlines()[2:])
