"""Secrets in any text, recognised by their form and masked, wherever a text is kept, shown or sent.

The forms are those that their makers document, so that hardly anything else is taken for one: keys with a vendor's
prefix, JSON Web Tokens (RFC 7519), private keys (RFC 7468), passwords in addresses (RFC 3986, 3.2.1), authorisation
headers, and whatever follows a name such as `password=` or `api_key:`. What the environment holds under such a name is
a secret too.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import TypeAlias

MASK = "***"
FEW_SECRETS = 50
"""Up to here they are looked for one by one."""
SHORTEST_SECRET = 6
"""Shorter values of the environment are words such as "true"."""

Span: TypeAlias = tuple[int, int]

_KEY = r"(?<![A-Za-z0-9])"
_OPENAI_PREFIX = rf"{_KEY}[sSpPrR]k[-_](?:ant|proj|or|live|test|svcacct|admin)?[-_*]?"
_OPENAI = rf"{_OPENAI_PREFIX}(?:(?<=-)|(?=[\w*-]{{0,200}}[\d*]))([\w*-]{{12,}})"
_PRIVATE_KEY = (
    r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:(?!-----BEGIN).){0,8000}?"
    r"(?:-----END [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----|(?=-----BEGIN)|\Z)"
)
_VALUE = r"""(?:\\?["'])?\s*(?:=>|[:=])\s*(?:\\?["'])?(?P<part>(?!\*\*\*)[^\s"'\\,;&<>(){}\[\]]{6,200})"""
_SHORT_VALUE = _VALUE.replace("{6,200}", "{4,200}").replace(
    r"(?!\*\*\*)", r"(?!\*\*\*|none\b|null\b|true\b|false\b|text\b)"
)
_QUOTED = r"""\s*[:=]\s*["'](?P<part>(?!\*\*\*)[^"'\s,:{}\[\]\\][^"'\n\\]{3,200})["']"""
_TELLING = r"""\s*=\s*["']?(?P<part>(?!\*\*\*)(?=[^\s"'\\]{0,200}\d)[^\s"'\\,;&<>(){}\[\]]{12,2000})"""
_SAID_FOR_IT = """
password passwd passphrase pwd passwort kennwort senha wachtwoord contraseña lösenord hasło haslo salasana
"""
_PASSWORDS = _SAID_FOR_IT.split()
_PREFIX_WORDS = """
gsk_ xai- pplx- nvapi- hf_ npm_ glpat- glcbt- glptt- gldt- glrt- glsa_ dop_v1_ shpat_ shpss_ age-secret-key- gocspx- r8_
fw_ whsec_ dckr_pat_ dckr_oat_ lin_api_ ntn_ figd_ pypi-age nrak- atatt3 atctt3 hvs. hvb. sntrys_ sbp_ vercel_ tskey-
"""
_PREFIXES = _PREFIX_WORDS.split()
"""Before sixteen letters and digits at least."""
_FORMS: tuple[tuple[str, str], ...] = (
    ("-----begin", _PRIVATE_KEY),
    ("eyj", rf"{_KEY}eyJ[\w-]{{8,1000}}+\.[\w-]{{8,}}\.[\w-]{{8,}}"),
    *((f"{first}k{sign}", _OPENAI) for first in "spr" for sign in "-_"),
    *((name, rf"{_KEY}{re.escape(name)}[\w*.-]{{16,}}") for name in _PREFIXES),
    ("atbb", rf"{_KEY}(?-i:ATBB)[A-Za-z0-9]{{24,}}"),
    ("dapi", rf"{_KEY}dapi[0-9a-f]{{32}}"),
    ("key-", rf"{_KEY}key-[0-9a-f]{{32}}"),
    ("sk", rf"{_KEY}(?-i:SK)[0-9a-f]{{32}}(?![\w-])"),
    ("secret_", rf"{_KEY}secret_[A-Za-z0-9]{{32,}}"),
    (":aa", r"(?<=\d{8}):AA[\w-]{30,}"),
    ("hooks.slack.com/", r"hooks\.slack\.com/(?:services|workflows)/(?P<part>[\w/]{20,})"),
    ("/api/webhooks/", r"/api/webhooks/\d+/(?P<part>[\w-]{20,})"),
    *((name, rf"{name}{_VALUE}") for name in ("accountkey", "sharedaccesskey")),
    ("sig=", r"(?<=[?&])sig=(?P<part>[\w%+/=-]{20,})"),
    ('"key"', r""""key"\s*:\s*"(?P<part>[0-9a-f]{32,})\""""),
    ("sg.", rf"{_KEY}(?-i:SG)\.[\w-]{{16,}}\.[\w-]{{16,}}"),
    *((f"gh{kind}_", rf"{_KEY}gh{kind}_[A-Za-z0-9]{{20,}}") for kind in "pousr"),
    ("github_pat_", rf"{_KEY}github_pat_\w{{20,}}"),
    ("xox", rf"{_KEY}xox[abeoprs]-[\w-]{{10,}}"),
    ("aiza", rf"{_KEY}(?-i:AIza)[\w-]{{30,}}"),
    ("ya29.", rf"{_KEY}ya29\.[\w-]{{20,}}"),
    *((name, rf"{_KEY}(?-i:{name.upper()}[A-Z0-9]{{16}})(?![A-Za-z0-9])") for name in ("akia", "asia")),
    ("://", r"""://[^\s/@:"'<>]{0,100}:(?P<part>(?!\*\*\*)[^\s/@"'<>]{1,200})(?=@)"""),
    ("://", r"://(?P<part>[0-9a-f]{20,}|[\w-]{30,})(?=@)"),
    ("-u", r"(?<=\s)-u\s+[\"']?[^\s:\"']{1,100}:(?P<part>(?!\*\*\*)[^\s\"'\\]{3,200})"),
    ("login", r"login\s+\S{1,100}\s+password\s+(?P<part>(?!\*\*\*)[^\s\"'\\]{3,200})"),
    *((name, rf"{_KEY}{name}\s+(?P<part>[\w.~+/=-]{{12,}})") for name in ("bearer", "basic")),
    *((name, rf"(?<![A-Za-z]){name}{_SHORT_VALUE}") for name in _PASSWORDS),
    *((name, rf"(?<![A-Za-z]){name}{_QUOTED}") for name in _PASSWORDS),
    ("password is", r"password is:? (?P<part>(?!\*\*\*)(?=\S*[\d!@#$%^&])[^\s\"'\\]{6,200})"),
    *(
        (name, rf"(?<=[A-Z0-9])(?-i:{name.upper()}){_TELLING}")
        for name in ("_token", "_key", "_secret", "_pass", "_pw")
    ),
    ("secret", rf"secret(?:[_-]?access)?(?:[_-]?key)?{_VALUE}"),
    *(
        (f"{first}{sign}key", rf"{first}{sign}key{_VALUE}")
        for first in ("api", "access", "private")
        for sign in ("", "-", "_")
    ),
    *(
        (f"{kind}token", rf"{kind}token{_VALUE}")
        for kind in ("auth_", "auth-", "access_", "access-", "refresh_", "bearer_", "session_", "security_", "api_")
    ),
    ("token", rf"(?<![\w-])token{_VALUE}"),
)
"""What a secret of each form has in it, in lower case, and the form itself, matched from there; `part` is what is
hidden."""
_SECRET_NAME = re.compile(r"KEY|TOKEN|SECRET|PASSW", re.IGNORECASE)


def masked(text: str, known: Iterable[str] = (), mask: Callable[[str], str] = lambda _: MASK) -> str:
    """Return the text with every secret in it masked; masking twice changes nothing.

    Args:
        text: any text, JSON included.
        known: texts that are secrets whatever they look like.
        mask: what stands in a secret's place.
    """
    for secret in (*known, *environment_secrets()):
        if len(secret) >= SHORTEST_SECRET and secret in text:
            text = text.replace(secret, mask(secret))
    pieces: list[str] = []
    found: list[str] = []
    end = 0
    for start, stop in sorted(_spans(text)):
        if start >= end:
            pieces += [text[end:start], mask(text[start:stop])]
            found.append(text[start:stop])
            end = stop
    told = "".join([*pieces, text[end:]])
    secrets = [secret for secret in dict.fromkeys(found) if len(secret) >= SHORTEST_SECRET]
    return _all_replaced(told, {secret: mask(secret) for secret in secrets})


def _all_replaced(text: str, masks: Mapping[str, str]) -> str:
    """Replace secrets wherever they stand once more, where nothing tells that they are any."""
    if len(masks) <= FEW_SECRETS:
        for secret, mask in masks.items():
            text = text.replace(secret, mask)
        return text
    import polars as pl  # it looks for all of them at once

    return str(pl.Series([text]).str.replace_many([*masks], [*masks.values()])[0])


def has_secret(text: str) -> bool:
    """Tell whether a text holds what looks like a secret, whatever the environment holds."""
    return next(_spans(text), None) is not None


def environment_secrets() -> list[str]:
    """Return what the environment holds under names such as `…_KEY` and `…_TOKEN`."""
    return [value for name, value in os.environ.items() if _is_secret_name(name) and _is_secret(value)]


@lru_cache(maxsize=4096)
def _is_secret_name(name: str) -> bool:
    return _SECRET_NAME.search(name) is not None


def _is_secret(value: str) -> bool:
    """Tell paths and numbers, which stand under such names too, from secrets."""
    return len(value) >= SHORTEST_SECRET and not value.startswith(("/", "~", ".")) and not value.isdigit()


@cache
def _compiled() -> list[tuple[str, re.Pattern[str]]]:
    """Compile the forms when they are first needed: it takes longer than to load the extension."""
    return [(hint, re.compile(form, re.DOTALL | re.IGNORECASE)) for hint, form in _FORMS]


def _spans(text: str) -> Iterator[Span]:
    """Find where secrets stand; the search for what they have in them is what makes this quick on long texts."""
    lowered = text.replace("\u0130", "i").lower()  # the one letter that grows longer
    for hint, form in _compiled():
        place = lowered.find(hint)
        while place >= 0:
            found = form.match(text, place)
            if found:
                yield found.span("part" if "part" in form.groupindex else 0)
            place = lowered.find(hint, found.end() if found else place + 1)
