"""Whether words are the names of people: by given names that are common, and by the endings of family names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dpa_jupyter.safety.classification.given_names import GIVEN_NAMES, folded_name

ENOUGH = 12
"""Fewer different values tell too little."""
ENOUGH_ALONE, ALONE_SHARE = 30, 0.6
"""Different values, and the share of names among them, where most are one word, as those of places are, too."""
_TITLE_WORDS = """
mr mrs ms miss mx dr prof sir dame lord lady rev hon mme mlle sr sra srta don dona herr frau fru hr sig sigra dott dssa
ing mag pan pani ph md phd mba jr ii iii iv bsc msc dds dvm b.eng dipl univ
"""
_TITLES = frozenset(_TITLE_WORDS.split())
_NO_PEOPLE_WORDS = """
and und et y e of the inc ltd llc llp plc corp co gmbh ag kg kgaa ohg mbh ev sa sas sarl srl spa bv nv ab oy as aps
sp zoo group groep grupo gruppe holding holdings company sons brothers partners associates bank hotel hospital school
university college institute foundation stiftung church street st road avenue airport station park lake river island
beach city town county state north south east west new old port fort mount san santa santo sao saint los las el la
club team united fc sc
"""
_NO_PEOPLE = frozenset(_NO_PEOPLE_WORDS.split())
"""Words of companies and places."""
_FAMILY = re.compile(
    r".{2,}(?:sk[iya]|ck[iya]|wicz|czyk|ez|es|son|sson|sen|mann|berg|stein|ini|elli|etti|ucci|oglu|enko|chuk|ov|ova|ev|"
    r"eva|ic|escu|poulos|akis|idis|yan|dze|shvili|huber|m[ae][iy]er|strom|gren|quist|qvist|lund|feld|bauer)"
)
"""Endings of family names."""


def share_of_people(values: Sequence[str], *, bare: bool) -> float:
    """Return the share of values that are like names of people; none where too few differ.

    Args:
        values: different ones.
        bare: whether the column is called "name" or the like, so that single words may be names.
    """
    different = {" ".join(folded_name(value).split()) for value in values}
    if len(different) < ENOUGH:
        return 0.0
    found = [_evidence(value, alone=bare) for value in different]
    words = sum(" " in value for value in different)
    if not bare and words < len(different) / 2:
        share = sum(_evidence(value, alone=True) == 1.0 for value in different) / len(different)
        return share if share >= ALONE_SHARE and len(different) >= ENOUGH_ALONE else 0.0
    if not bare and sum(weight == 1.0 for weight in found) < len(found) / 4:
        return 0.0
    return sum(found) / len(found)


def _evidence(value: str, *, alone: bool) -> float:
    """Return 1 for a given name where one stands, less for the ending of a family name, else 0."""
    last, comma, first = value.partition(",")
    words = [word for word in _words(first if comma else value) if word not in _TITLES]
    others = _words(last) if comma else words
    if not words or _NO_PEOPLE & {*words, *others} or len(words) > 6:
        return 0.0
    if len(words) == 1 and not comma and not alone:
        return 0.0
    if words[0].split("-")[0] in GIVEN_NAMES:
        return 1.0
    if not comma and words[-1] in GIVEN_NAMES and len(words) == 2:
        return 0.9
    return 0.75 if _FAMILY.fullmatch(others[-1]) and len({*words, *others}) > 1 else 0.0


def _words(text: str) -> list[str]:
    """Return the words of a folded name, without what stands around them."""
    return list(filter(None, (word.strip(".'\u2019-") for word in text.split())))
