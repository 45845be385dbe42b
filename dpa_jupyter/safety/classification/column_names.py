"""What the name of a column suggests about what is in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType

from dpa_jupyter.safety.classification.forms import Kind

_HINTS: Mapping[Kind, str] = MappingProxyType(
    {
        "EMAIL": "email mail e_mail correo courriel",
        "PHONE": "phone telephone tel mobile cell fax handy telefon telefono telefone msisdn whatsapp",
        "CARD": "card cc ccn creditcard pan",
        "IBAN": "iban account",
        "NATIONAL_ID": "ssn social nin nino nir dni nie cpf aadhaar pesel bsn sin passport tin itin tax taxid steuer "
        "personnummer nationalid curp rut",
        "IP_ADDRESS": "ip ipv4 ipv6 host",
        "PERSON": "firstname lastname fullname surname forename givenname familyname middlename maidenname vorname "
        "nachname "
        "nombre apellido apellidos prenom cognome username",
        "ADDRESS": "address addr street strasse adresse direccion indirizzo rue",
        "COORDINATE": "lat latitude lon lng long longitude coordinates coords geo gps latlon latlng",
        "BIRTH_DATE": "dob birthdate birthday birth dateofbirth geburtsdatum geburtstag nacimiento naissance",
        "SECRET": "password passwd pwd pw passphrase secret token apikey privatekey credential credentials",
    }
)
_OWNERS = """
first last full given family middle maiden customer client patient employee person contact user owner passenger guest
student teacher author holder cardholder applicant member driver doctor nurse manager parent spouse
"""
_PAIRS = frozenset((owner, "name") for owner in _OWNERS.split())
_NO_PERSONS = frozenset(
    {"id", "type", "count", "status", "date", "code", "kind", "state", "flag", "length", "verified"}
)
"""A column of such a name tells something of the thing, and is not the thing."""

_THINGS_NAMED = """
city town place country county state region province district product brand model colour color month weekday day company
airline hospital team ship storm species
"""
_THINGS = frozenset(_THINGS_NAMED.split())


_HINTED_PLACES = frozenset(_HINTS["COORDINATE"].split())
_AMBIGUOUS = frozenset({"long", "lat", "geo"})
"""Words that are of a place only where the name ends in them."""


def hinted(name: str) -> set[Kind]:
    """Return the classes that a name such as "customerEmail" or "last_name" suggests."""
    words = words_of(name)
    if not words or _NO_PERSONS & {words[-1]}:
        return set()
    joined = {first + second for first, second in pairwise(words)} | {"".join(words)}
    found = {kind for kind, hints in _HINTS.items() if (set(hints.split()) & {*words, *joined})}
    if any(pair in _PAIRS for pair in pairwise(words)):
        found.add("PERSON")
    if "COORDINATE" in found and _AMBIGUOUS.intersection(words[:-1]) == _HINTED_PLACES & {*words}:
        found.discard("COORDINATE")  # "long_term_debt"
    if "IP_ADDRESS" in found or "EMAIL" in found:
        found.discard("ADDRESS")
    return found


def may_be_names(name: str) -> bool:
    """Tell whether a column is called "name" or the like, which persons and things have."""
    return words_of(name)[-1:] in (
        ["name"],
        ["names"],
        ["person"],
        ["customer"],
        ["employee"],
        ["patient"],
        ["contact"],
    )


def names_things(name: str) -> bool:
    """Tell whether a column holds names of places or things, some of which people have, too."""
    return bool(_THINGS & set(words_of(name)))


def words_of(name: str) -> list[str]:
    """Split a name into its words, in small letters."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    return [word.casefold() for word in re.split(r"[\W_\d]+", spaced) if word]
