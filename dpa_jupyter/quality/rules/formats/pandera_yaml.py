"""Schemas of pandera as the YAML that `pandera.io` writes and reads."""

from __future__ import annotations

from collections.abc import Mapping

from dpa_jupyter.quality.rules.formats.exchanged import Read, Written
from dpa_jupyter.quality.rules.formats.pandera_schema import rules_of, schema_of
from dpa_jupyter.quality.rules.rules import Rules
from dpa_jupyter.quality.rules.yaml_text import plain_yaml


def write(rules: Rules, frame: str) -> Written:
    """Write a schema."""
    schema, unsaid = schema_of(rules)
    return Written(plain_yaml({"schema_type": "dataframe", "api": "pandas", **schema}), tuple(unsaid))


def read(schema: Mapping[str, object]) -> Read:
    """Read a schema, as plain data."""
    return rules_of(schema)
