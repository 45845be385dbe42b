"""What pandas has no word for; exported code takes along the source of what it needs of this."""

from __future__ import annotations

from string import capwords

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

WHITE_SPACE = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)


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


def whole(numbers: pd.Series) -> pd.Series:
    """Return numbers as integers; one that is not whole, or beyond 64 bits, is missing."""
    return numbers.where((numbers == numbers.round()) & (numbers.abs() < 2.0**63)).astype("Int64")


def put(column: pd.Series, rows: pd.Series, values: object) -> pd.Series:
    """Give some rows of a column other values; the column keeps its type, but learns to be missing if it has to be."""
    mask = rows.to_numpy()
    new = values[mask] if isinstance(values, pd.Series) else pd.Series([values] * mask.sum(), dtype=object)
    dtype = column.dtype
    changed = column.copy()
    if isinstance(dtype, pd.CategoricalDtype):
        added = new.dropna().drop_duplicates().astype(dtype.categories.dtype)
        changed = column.cat.add_categories(added[~added.isin(dtype.categories)].tolist())
    elif isinstance(dtype, np.dtype) and dtype.kind in "iub" and new.isna().any():
        changed = column.convert_dtypes()
    elif str(dtype) == "object":
        new = new.astype(object).where(new.notna(), None)
    changed.loc[mask] = new.astype(changed.dtype).array
    return changed.cat.remove_unused_categories() if isinstance(dtype, pd.CategoricalDtype) else changed
