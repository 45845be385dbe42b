"""Secrets are masked wherever they stand, and nothing else is."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpa_jupyter.redaction import masked

SECRETS = {
    "sk-proj-abcDEF1234567890abcDEF": "OpenAI",
    "sk-ant-api03-abcdefghij1234567890": "Anthropic",
    "gsk_abcdefghijklmnop1234567890": "Groq",
    "hf_abcdefghijklmnopqrstuvwx": "Hugging Face",
    "ghp_abcdefghijklmnopqrstuvwxyz0123456789": "GitHub",
    "github_pat_11ABCDEFG0abcdefghijkl": "GitHub",
    "xoxb-123456789012-abcdefghij": "Slack",
    "AIzaSyA1234567890abcdefghijklmnopqrstuv": "Google",
    "AKIAIOSFODNN7EXAMPLE": "AWS",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9": "JWT",
    "GOCSPX-abcdefghij1234567890ABCDEFGH": "Google's client",
    "r8_abcdefghijklmnopqrstuvwxyz01234567890": "Replicate",
    "whsec_abcdefghijklmnopqrstuvwxyz012345": "Stripe's webhook",
    "glcbt-64_abcdefghij1234567890": "GitLab's job",
    "dapi0123456789abcdef0123456789abcdef": "Databricks",
    "hvs.CAESIabcdefghijklmnop1234": "Vault",
    "pypi-AgEIcHlwaS5vcmcCJGFiY2RlZmdo": "PyPI",
    "dckr_pat_abcdefghijklmnopqrstuvwxyz1": "Docker",
    "lin_api_abcdefghijklmnopqrstuvwxyz0123456789": "Linear",
    "figd_abcdefghijklmnopqrstuvwxyz0123456789": "Figma",
    "SK0123456789abcdef0123456789abcdef": "Twilio",
    "-----BEGIN PGP PRIVATE KEY BLOCK-----\nlQOYBF\n-----END PGP PRIVATE KEY BLOCK-----": "PGP",
    "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0\n-----END PRIVATE KEY-----": "private key",
}
PLACES = ("{}", "the key is {}.", '{{"key": "{}"}}', "export X={}", "({})", "\n{}\n")


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("place", PLACES)
def test_a_secret_is_masked_in_every_place(secret: str, place: str) -> None:
    told = masked(place.format(secret))
    assert secret not in told
    assert "***" in told
    assert masked(told) == told


@pytest.mark.parametrize("secret", SECRETS)
def test_json_with_a_masked_secret_is_still_json(secret: str) -> None:
    line = json.dumps({"text": f"say {secret} twice", "password": "hunter2hunter2"})
    told = json.loads(masked(line))
    assert secret not in told["text"]
    assert told["password"] == "***"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("postgresql://ann:s3cr3t!@db/sales", "postgresql://ann:***@db/sales"),
        ("password = 'hunter22'", "password = '***'"),
        ("my Passwort: 'p w hunter'", "my Passwort: '***'"),
        ("the password is hunter22", "the password is ***"),
        ("export MY_TOKEN=abcdefghij123456", "export MY_TOKEN=***"),
        ("AccountName=a;AccountKey=abcdefghij123456==;E=1", "AccountName=a;AccountKey=***;E=1"),
        (
            "https://a.blob.core.windows.net/c?sv=1&sig=abcdefghij1234567890%3D",
            "https://a.blob.core.windows.net/c?sv=1&sig=***",
        ),
        ("https://hooks.slack.com/services/T0ABC/B0ABC/abcdefghijklmnop", "https://hooks.slack.com/services/***"),
        ("curl -u ann:hunter22 https://x", "curl -u ann:*** https://x"),
        ("machine h login ann password hunter22", "machine h login ann password ***"),
        ("https://0123456789abcdef0123456789abcdef@o1.ingest.example/1", "https://***@o1.ingest.example/1"),
        ("Authorization: Bearer abcdefghijklmnop", "Authorization: Bearer ***"),
        ('{\\"api_key\\": \\"abc123def\\"}', '{\\"api_key\\": \\"***\\"}'),
        ("https://host/?access_token=abcdef123456&x=1", "https://host/?access_token=***&x=1"),
    ],
)
def test_what_stands_behind_a_telling_name_is_masked(text: str, told: str) -> None:
    assert masked(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "primary_key: customer_id",
        "max_tokens=600000",
        "sk_type and risk-adjusted returns",
        "the passport of the passenger, compass: northwest",
        "http://127.0.0.1:8080/v1",
        "df['password'].isna().sum()",
        "a token, a key, a secret",
        "2013-01-05 10:20:30",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert masked(text) == text


def test_what_the_environment_holds_as_a_secret_is_masked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANY_API_KEY", "plain words of mine")
    assert masked("it said: plain words of mine") == "it said: ***"


PIECES = st.sampled_from(
    [
        "password",
        "=",
        ": ",
        "'",
        '"',
        "\\",
        "\n",
        "hunter22!",
        "MY_TOKEN",
        " is ",
        "login ann ",
        "curl -u ann:",
        "{",
        "}",
        ",",
        "://",
        "@",
    ]
)


@given(
    st.dictionaries(st.lists(PIECES, max_size=4).map("".join), st.lists(PIECES, max_size=12).map("".join), max_size=3)
)
def test_json_stays_json_whatever_is_masked_in_it(value: dict[str, str]) -> None:
    told = masked(json.dumps({"text": json.dumps(value), "value": value}, ensure_ascii=False))
    assert isinstance(json.loads(told), dict)
    assert masked(told) == told
