"""Rules written for other tools, and read from their files, which are only parsed and never run."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from dpa_jupyter.errors import suggestion
from dpa_jupyter.quality.rules.errors import RuleError
from dpa_jupyter.quality.rules.formats import (
    great_expectations,
    odcs,
    pandera_code,
    pandera_yaml,
    pointblank_code,
    pointblank_yaml,
)
from dpa_jupyter.quality.rules.formats.exchanged import Read, Written
from dpa_jupyter.quality.rules.rules import Rules
from dpa_jupyter.quality.rules.yaml_text import MOST_BYTES, read_plain

_WRITERS: Mapping[str, Callable[[Rules, str], Written]] = {
    "pandera": pandera_code.write,
    "pandera-yaml": pandera_yaml.write,
    "great-expectations": great_expectations.write,
    "pointblank": pointblank_code.write,
    "pointblank-yaml": pointblank_yaml.write,
    "odcs": odcs.write,
}
FORMATS = tuple(_WRITERS)


def written_for(format_name: str, frame: str, rules: Rules) -> Written:
    """Write rules for another tool, and list by name and reason what can't be said there.

    Raises:
        RuleError: there is no such format.
    """
    if format_name not in _WRITERS:
        raise RuleError(
            f"there is no format {format_name!r}.{suggestion(format_name, FORMATS)} Formats: {', '.join(FORMATS)}"
        )
    return _WRITERS[format_name](rules, frame)


def read_foreign(text: str, source: str) -> Read:
    """Read the rules of another tool's file, whose kind is told from what is in it; ours is read, too.

    Raises:
        RuleError: it is none that is known.
    """
    if len(text) > MOST_BYTES:
        raise RuleError(f"{source} has more than {MOST_BYTES:,} characters")
    if source.endswith(".py") or text.lstrip().startswith(("import ", "from ", "#!")):
        return pointblank_code.read(text, source) if "pointblank" in text else pandera_code.read(text, source)
    told = _json(text, source) if text.lstrip().startswith("{") else read_plain(text, source)
    if isinstance(told, Mapping):
        for key, read in _READERS.items():
            if key in told:
                return read(told)
        if "rules" in told and "version" in told:
            return Read("rules of ours", Rules.from_yaml(text, source))
    raise RuleError(f"{source} is no file of {', '.join(FORMATS)}, nor one of ours")


_READERS: Mapping[str, Callable[[Mapping[str, object]], Read]] = {
    "expectations": great_expectations.read,
    "schema_type": pandera_yaml.read,
    "steps": pointblank_yaml.read,
    "apiVersion": odcs.read,
}


def _json(text: str, source: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RuleError(f"{source}: this is no JSON: {error}") from None
