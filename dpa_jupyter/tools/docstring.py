"""A Google-style docstring, as a tool needs it: what it does, and what each argument means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from inspect import cleandoc

SECTION = re.compile(r"(Args|Arguments|Raises|Example|Examples):\s*$")
ARGUMENT = re.compile(r"\s+\*{0,2}(?P<name>\w+)\s*(?:\([^)]*\))?:\s*(?P<text>.*)$")


@dataclass(frozen=True, slots=True)
class Docstring:
    """The parts of a docstring that a model is told."""

    description: str
    """Everything but the sections on arguments, errors and examples."""
    arguments: Mapping[str, str]


def read_docstring(docstring: str) -> Docstring:
    """Take a Google-style docstring apart."""
    sections: dict[str, list[str]] = {"": []}
    current = ""
    for line in cleandoc(docstring).splitlines():
        if header := SECTION.match(line):
            current = header[1]
            sections[current] = []
        else:
            if line and not line[0].isspace():
                current = ""
            sections[current].append(line)
    description = re.sub(r"\n{3,}", "\n\n", "\n".join(sections[""])).strip()
    return Docstring(description, _arguments(sections.get("Args") or sections.get("Arguments") or []))


def _arguments(lines: list[str]) -> dict[str, str]:
    """Read "name: text" and "name (type): text"; a line indented further goes on with the text before it."""
    arguments: dict[str, str] = {}
    indents = [len(line) - len(line.lstrip()) for line in lines if line.strip()]
    name = ""
    for line in filter(str.strip, lines):
        entry = ARGUMENT.match(line) if len(line) - len(line.lstrip()) == min(indents) else None
        if entry:
            name = entry["name"]
            arguments[name] = entry["text"].strip()
        elif name:
            arguments[name] = f"{arguments[name]} {line.strip()}".strip()
    return arguments
