"""How texts are read as values: the forms that every language checks before it parses, so that all read the same."""

from __future__ import annotations

import re

from dpa_jupyter.quality.languages.kinds import ExpressionError

WHITE_SPACE = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
"""The characters with Unicode's property White_Space."""
SPACE_AROUND = (
    r"^[\t-\r \x{85}\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}]+"
    r"|[\t-\r \x{85}\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}]+$"
)
"""The same at both ends, for RE2."""
INTEGER = r"[+-]?[0-9]{1,18}"
NUMBER = r"[+-]?(?:[0-9]{1,200}(?:\.[0-9]*)?|\.[0-9]+)(?:[eE](?:\+?[0-9]{1,2}|-[0-9]{1,3}))?"
"""So short that none leaves the range of its type; without separators of thousands: `replace` those first."""
TRUE = ("true", "t", "yes", "y", "on", "1")
FALSE = ("false", "f", "no", "n", "off", "0")
"""In any case."""
ISO_DATE = ("%Y-%m-%d",)
ISO_TIME = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d")
"""What dates and times are read as where no format is given."""
_DIRECTIVES = {
    "Y": r"[1-9][0-9]{3}",
    "y": r"[0-9]{2}",
    "m": r"(?:1[0-2]|0?[1-9])",
    "d": r"(?:3[01]|[12][0-9]|0?[1-9])",
    "H": r"(?:2[0-3]|[01]?[0-9])",
    "I": r"(?:1[0-2]|0?[1-9])",
    "M": r"[0-5]?[0-9]",
    "S": r"[0-5]?[0-9]",
    "f": r"[0-9]{1,6}",
    "b": r"(?i:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)",
    "B": r"(?i:January|February|March|April|May|June|July|August|September|October|November|December)",
    "p": r"(?i:AM|PM)",
    "%": "%",
}


def format_parts(form: str) -> list[tuple[str, bool]]:
    """Split a strptime format into letters of directives (True) and the texts between them (False).

    Raises:
        ExpressionError: it has a directive that not every engine can read, or does not say the day.
    """
    parts = _parts(form)
    letters = {part for part, is_directive in parts if is_directive}
    if not (letters & {"Y", "y"} and letters & {"m", "b", "B"} and "d" in letters):
        raise ExpressionError(f"a date has a year, a month and a day, {form!r} has not")
    return parts


def _parts(form: str) -> list[tuple[str, bool]]:
    parts: list[tuple[str, bool]] = []
    for directive, text in re.findall(r"%(.?)|([^%]+)", form, re.DOTALL):
        if text:
            parts.append((text, False))
        elif directive in _DIRECTIVES:
            parts.append((directive, True))
        else:
            raise ExpressionError(f"can't read dates by {'%' + directive!r}; there are %{', %'.join(_DIRECTIVES)}")
    return parts


def format_pattern(form: str) -> str:
    """Return a regular expression, of RE2's syntax as of Python's, for texts of a strptime format; not anchored."""
    return _pattern(format_parts(form))


def _pattern(parts: list[tuple[str, bool]]) -> str:
    return "".join(_DIRECTIVES[part] if is_directive else _literally(part) for part, is_directive in parts)


def _literally(text: str) -> str:
    return "".join(letter if letter.isalnum() or letter in " ,:/_-" else "\\" + letter for letter in text)


def four_digit_years(form: str) -> list[tuple[str, str, str]]:
    """Say how texts of a format with a year of two digits become such of one with four.

    Engines disagree about the century; here 69 to 99 are of the 20th and 00 to 68 of the 21st, as POSIX has it.

    Returns:
        Patterns, what their matches are replaced by, and the format then; none for a format without such a year.
    """
    if ("y", True) not in format_parts(form):
        return []
    before, after = (_pattern(_parts(part)) for part in form.split("%y", 1))
    centuries = (("[0-5][0-9]|6[0-8]", "20"), ("69|[7-9][0-9]", "19"))
    full = form.replace("%y", "%Y", 1)
    return [(f"^({before})({years})({after})$", rf"\1{century}\2\3", full) for years, century in centuries]


def format_groups(form: str) -> tuple[str, str] | None:
    """Return a pattern for texts of a format, and what makes ISO 8601 of them; None where it has words of a time."""
    parts = format_parts(form)
    letters = [part for part, is_directive in parts if is_directive]
    if not set(letters) <= set("YmdHMSf"):
        return None
    pattern = "".join(f"({_DIRECTIVES[part]})" if is_one else _literally(part) for part, is_one in parts)
    places = {letter: rf"\{place}" for place, letter in enumerate(letters, 1)}
    time = ":".join(places.get(letter, "0") for letter in "HMS")
    return f"^{pattern}$", f"{places['Y']}-{places['m']}-{places['d']} {time}" + (
        f".{places['f']}" if "f" in places else ""
    )
