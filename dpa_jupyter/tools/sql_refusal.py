"""Why DuckDB refuses a query: its own words, and ours where they say the same of names alone."""

from __future__ import annotations

import re

from dpa_jupyter.sentence import Sentence, in_place_of, raised, sentence

_NO_COLUMN = re.compile(r'Referenced column "([^"]+)" not found in FROM clause!(?: Candidate bindings: (.+))?')
_NO_FUNCTION = re.compile(r"(?:Scalar|Aggregate|Table|Macro) Function with name \"?(\w+)\"? does not exist!.*")
_QUOTED = re.compile(r'"([^"]+)"')


def refusal(error: Exception) -> Sentence:
    """Say why a query is refused.

    Only where the binder or the catalog misses a name are these words ours, and only the names are taken from theirs:
    what a query says while it runs may be anything that is in the data.
    """
    import duckdb

    text = first_lines(error)
    shown = f"DuckDB refuses the query: {text}"
    if isinstance(error, duckdb.BinderException) and (found := _NO_COLUMN.fullmatch(text)):
        form = (
            'DuckDB refuses the query: Referenced column "{said}" not found in FROM clause! Candidate bindings: {names}'
        )
        return in_place_of(shown, form, said=found[1], names=_QUOTED.findall(found[2] or ""))
    if isinstance(error, duckdb.CatalogException) and (found := _NO_FUNCTION.fullmatch(text)):
        return in_place_of(shown, "DuckDB refuses the query: Function with name {said} does not exist!", said=found[1])
    return sentence("DuckDB refuses the query: {error}", error=raised(error, text))


def first_lines(error: Exception) -> str:
    """Return what DuckDB says, on one bounded line: without the kind of error and the picture of the place."""
    text = re.sub(r"^(\w+ )+Error: ", "", str(error).strip()).partition("\nLINE ")[0]
    return " ".join(text.split())[:400]
