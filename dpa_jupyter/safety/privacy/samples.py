"""A JSON value as it may be told at the level "samples": all of it, with placeholders for what is sensitive."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dpa_jupyter.disclosure import Discloses
from dpa_jupyter.json_types import Json
from dpa_jupyter.safety.classification.forms import Kind
from dpa_jupyter.safety.privacy.contracts import Shape, contract_of
from dpa_jupyter.safety.privacy.masking import Masker
from dpa_jupyter.safety.privacy.vault import Vault

CELLS = frozenset({Discloses.EXTREME, Discloses.STATISTIC})
"""What may be, or nearly be, the value of a cell."""


@dataclass(frozen=True)
class Samples:
    """Masks by column where a contract says which column a value is of, and by form and known values everywhere."""

    masker: Masker
    vault: Vault
    kind_of: Callable[[str], Kind | None]
    """From the name of a column to its class, None where it is not sensitive."""

    def of(self, label: str, value: Json) -> Json:
        """Return the value that a tool or the prompt labels so, masked."""
        return self._walk(value, contract_of(label, value), ())

    def _walk(self, value: Json, shape: Shape | None, around: tuple[Mapping[str, Json], ...]) -> Json:
        if isinstance(value, Mapping):
            return self._object(value, shape, around)
        if isinstance(value, list | tuple):
            return [self._walk(part, shape.item if shape else None, around) for part in value]
        kind = self._column_kind(shape, around) if shape else None
        return self._hidden(kind, value) if kind else self._leaf(value)

    def _object(self, value: Mapping[str, Json], shape: Shape | None, around: tuple[Mapping[str, Json], ...]) -> Json:
        fields = (shape.fields if shape else None) or {}
        columns = value.get("columns")
        told: dict[str, Json] = {}
        for name, part in value.items():
            rows = part if name in {"preview", "data"} and isinstance(part, list | tuple) else None
            masked = (
                [self._row(row, columns) for row in rows]
                if rows is not None and isinstance(columns, list | tuple)
                else self._walk(part, fields.get(name), (value, *around))
            )
            told[self.masker.text(name)] = masked
        return told

    def _row(self, row: Json, columns: Sequence[Json]) -> Json:
        if not isinstance(row, list | tuple):
            return self._walk(row, None, ())
        kinds = [self.kind_of(str(column)) for column in columns]
        padded = [*kinds, *([None] * max(0, len(row) - len(kinds)))]
        return [
            self._hidden(kind, cell) if kind else self._walk(cell, None, ())
            for cell, kind in zip(row, padded, strict=False)
        ]

    def _hidden(self, kind: Kind, value: Json) -> Json:
        """Mask a value of a sensitive column, and every part of one that has parts."""
        if isinstance(value, Mapping):
            return {name: self._hidden(kind, part) for name, part in value.items()}
        if isinstance(value, list | tuple):
            return [self._hidden(kind, part) for part in value]
        return value if value is None or isinstance(value, bool) else self.vault.placeholder(kind, value)

    def _column_kind(self, shape: Shape, around: tuple[Mapping[str, Json], ...]) -> Kind | None:
        sources = [shape.label.of] if shape.label else ["name", "column"] if shape.discloses in CELLS else []
        for source in sources:
            found = next((outer[source] for outer in around if outer.get(source) is not None), None)
            names = found if isinstance(found, list | tuple) else [found]
            kinds = [kind for name in names if (kind := self.kind_of(str(name)))]
            if kinds:
                return kinds[0]
        return None

    def _leaf(self, value: Json) -> Json:
        if isinstance(value, str):
            return self.masker.text(value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self.masker.number(value)
        return value
