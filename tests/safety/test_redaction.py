"""Secrets are masked wherever they stand, and nothing else is."""

from __future__ import annotations

import json

import pytest

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
