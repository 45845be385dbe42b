"""What pandas has no word for; exported code takes along the source of what it needs of this."""

from __future__ import annotations

from string import capwords

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc


def holds(truth: pd.Series) -> pd.Series:
    """Tell where it is true, and not false nor unknown."""
    return truth.fillna(False).astype(bool)


def matches(text: pd.Series, pattern: str) -> pd.Series:
    """Tell which texts a regular expression of RE2 is found in; unknown where there is no text."""
    found = pc.match_substring_regex(pa.array(text), pattern)
    return pd.Series(pd.arrays.ArrowExtensionArray(found), index=text.index).astype("boolean")


def replaced(text: pd.Series, pattern: str, replacement: str) -> pd.Series:
    """Replace every match of a regular expression of RE2."""
    found = pc.replace_substring_regex(pa.array(text), pattern, replacement)
    return pd.Series(pd.arrays.ArrowExtensionArray(found), index=text.index).astype("string[pyarrow]")


def extracted(text: pd.Series, pattern: str) -> pd.Series:
    """Return what the group `found` of a regular expression of RE2 catches; missing where nothing matches."""
    found = pc.struct_field(pc.extract_regex(pa.array(text), pattern), "found")
    return pd.Series(pd.arrays.ArrowExtensionArray(found), index=text.index).astype("string[pyarrow]")


def titled(text: pd.Series) -> pd.Series:
    """Write the first letter after each space as a capital, the others small."""
    return text.map(lambda words: capwords(words, " "), na_action="ignore").astype("string[pyarrow]")
