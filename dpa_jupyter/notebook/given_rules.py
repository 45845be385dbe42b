"""The rules that a request names: a variable that holds `Rules`, or a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from dpa_jupyter.errors import RequestError, suggestion
from dpa_jupyter.quality.rules.rules import Rules


def given_rules(said: object, namespace: Mapping[str, object]) -> Rules | None:
    """Return the rules of this name, None where none is given.

    Raises:
        RequestError: there is neither a variable nor a file of this name.
        RuleError: the file can't be read.
    """
    if said is None:
        return None
    name = str(said)
    value = namespace.get(name)
    if isinstance(value, Rules):
        return value
    if Path(name).is_file():
        return Rules.load(name)
    known = [each for each, found in namespace.items() if isinstance(found, Rules) and not each.startswith("_")]
    listed = f" Rules: {', '.join(known)}." if known else ""
    raise RequestError(f"there are no rules {name!r}: neither a variable nor a file.{suggestion(name, known)}{listed}")
