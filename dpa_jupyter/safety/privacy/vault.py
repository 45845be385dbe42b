"""Values and the placeholders that stand for them, such as `<EMAIL_3>`: one for each value, and always the same."""

from __future__ import annotations

import re
import threading
from collections import Counter

from dpa_jupyter.findings import Scalar

PLACEHOLDER = re.compile(r"<([A-Za-z][A-Za-z0-9_]{0,40})_(\d{1,9})>")
LONGEST_KIND = 30


class Vault:
    """Gives out placeholders and takes them back; it lives as long as its session and is never written down."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_value: dict[tuple[str, str], str] = {}
        self._values: dict[str, Scalar] = {}
        self._counts: Counter[str] = Counter()

    def placeholder(self, kind: str, value: Scalar) -> str:
        """Return the placeholder of a value, a new one for a new value; equal texts of one kind share one."""
        slug = slug_of(kind)
        with self._lock:
            key = (slug, str(value))
            if key not in self._by_value:
                self._counts[slug] += 1
                self._by_value[key] = f"<{slug}_{self._counts[slug]}>"
                self._values[self._by_value[key]] = value
            return self._by_value[key]

    def value(self, placeholder: str) -> Scalar:
        """Return what a placeholder stands for.

        Raises:
            KeyError: it was never given out.
        """
        return self._values[placeholder]

    def knows(self, placeholder: str) -> bool:
        """Tell whether a text is a placeholder that was given out."""
        return placeholder in self._values

    def given_out(self) -> list[tuple[str, Scalar]]:
        """List all placeholders with their values, the longest values first, so that none is taken apart by another."""
        with self._lock:
            pairs = list(self._values.items())
        return sorted(pairs, key=lambda pair: -len(str(pair[1])))


def slug_of(kind: str) -> str:
    """Turn a class or the name of a column into the word of a placeholder."""
    slug = re.sub(r"[^A-Za-z0-9]+", "_", kind)[:LONGEST_KIND].strip("_")
    return slug if slug[:1].isalpha() else f"value_{slug}".strip("_")
