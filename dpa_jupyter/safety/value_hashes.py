"""Values as hashes, one for each way in which a value is known again: as it is, in any case, as a number, in parts."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from dpa_jupyter.safety.classification.whole_numbers import as_whole_numbers
from dpa_jupyter.safety.plain_values import plain

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

SHORTEST = 2
TELLING_DIGITS = 5
"""A number of fewer digits is more often a count than somebody's number."""
AS_WRITTEN, IN_ANY_CASE, NUMBER, PART = 0, 1, 2, 3
SALTS = (0, 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
"""By the ways above: a hash is that of the text, changed by the salt, so that one set of hashes tells them apart."""
DATE_FORMS = ("%d%m%Y", "%m%d%Y", "%Y%m%d", "%d%m%y", "%m%d%y", "%d%b%Y", "%d%B%Y", "%b%d%Y", "%B%d%Y")
NUMBER_FORMS = ("{:.12g}", "{:.6g}", "{:.6e}", "{:.6f}", "{:.4f}", "{:.2f}")
"""A number is known again in full, as pandas, NumPy and Polars print it, and with cents; always without its sign."""
MOST_SPELLED = 100_000
"""Numbers of a column that are known again in all of these; of a column with more only in full."""
SHORTEST_PART = 3
NO_PARTS = """
mr mrs ms miss master dr prof sir jr sr rev herr frau von van der den del los las the and
"""
"""Words in names that are nobody's."""
_WORD = re.compile(r"[^\W_]+")


def hashes_of(values: pl.Series, *, of_people: bool = False) -> NDArray[np.uint64]:
    """Return the hashes of a column's values, of any type that can be written as text, in order.

    Args:
        values: the column.
        of_people: whether they are names, of which two parts together are known again, too: in another order, say.
    """
    import numpy as np
    import polars as pl

    present = as_whole_numbers(plain(values)).drop_nulls().unique()
    texts = present.cast(pl.String, strict=False).drop_nulls()
    exact = texts.str.replace_all(r"[^\p{L}\p{N}]", "")
    exact = exact.filter(exact.str.len_chars() >= SHORTEST)
    hashes = [hashed(exact, AS_WRITTEN), hashed(_folded_all(exact), IN_ANY_CASE)]
    numbers = exact.filter(exact.str.starts_with("0"))
    numbers = numbers.filter(numbers.str.contains(r"^\d+$")).str.strip_chars_start("0")
    hashes.append(hashed(numbers.filter(numbers.str.len_chars() >= TELLING_DIGITS), AS_WRITTEN))
    if of_people:
        hashes.append(hashed(_parts(texts), PART))
    if present.dtype.is_numeric():
        hashes.append(hashed(texts.str.strip_suffix(".0").str.strip_prefix("-"), NUMBER))
        forms = NUMBER_FORMS if len(present) <= MOST_SPELLED else ()
        hashes += [hashed(_number_texts(present, form), NUMBER) for form in forms]
    dates = texts.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False).drop_nulls()
    if len(dates):
        hashes += [hashed(dates.dt.strftime(form), AS_WRITTEN) for form in DATE_FORMS]
    return in_order(np.concatenate(hashes))


def in_order(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return the different ones, sorted; many times as fast as NumPy's `unique`."""
    import polars as pl

    found: NDArray[np.uint64] = pl.Series(hashes).unique().sort().to_numpy()
    return found


def hashed(texts: pl.Series, way: int) -> NDArray[np.uint64]:
    """Hash texts, to be known again in one way."""
    import numpy as np

    hashes: NDArray[np.uint64] = texts.hash().to_numpy() ^ np.uint64(SALTS[way])
    return hashes


def folded(text: str) -> str:
    """Write a text in small letters without accents, in the usual form of each letter."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text)
    return "".join(character for character in plain if not unicodedata.combining(character)).lower()


def canonical(number: str) -> str:
    """Write a number in the one form in which numbers are compared, which has no sign."""
    return f"{abs(float(number.replace(',', '').replace('_', ''))):.12g}"


def letters_and_digits(text: str) -> str:
    """Return a text's letters and digits."""
    return "".join(_WORD.findall(text))


def _folded_all(texts: pl.Series) -> pl.Series:
    """Fold each text, in any order; most are plain, and need no look at their accents."""
    import polars as pl

    plain = texts.str.len_bytes() == texts.str.len_chars()
    others = texts.filter(~plain).str.normalize("NFKD").str.replace_all(r"\p{M}", "")
    return pl.concat([texts.filter(plain), others]).str.to_lowercase()


def _parts(texts: pl.Series) -> pl.Series:
    words = _folded_all(texts).str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars().str.split(" ")
    parts = words.filter(words.list.len() > 1).explode().drop_nulls().unique()
    long_enough = parts.str.len_chars() >= SHORTEST_PART
    return parts.filter(long_enough & parts.str.contains(r"\p{L}") & ~parts.is_in(NO_PARTS.split()))


def _number_texts(numbers: pl.Series, form: str) -> pl.Series:
    import polars as pl

    return pl.Series([canonical(form.format(float(number))) for number in numbers], dtype=pl.String)
