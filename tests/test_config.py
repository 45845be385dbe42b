"""Settings: where they come from, which is stronger, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from traitlets.config import Config

from dpa_jupyter.config import Dpa
from dpa_jupyter.errors import SettingError

ALLOWED: dict[str, tuple[str, object]] = {
    "model": ("openai/gpt-5", "openai/gpt-5"),
    "api_base": ("http://127.0.0.1:1/v1", "http://127.0.0.1:1/v1"),
    "temperature": ("0.5", 0.5),
    "reasoning_effort": ("low", "low"),
    "max_output_tokens": ("500", 500),
    "seed": ("7", 7),
    "headers": ("x-team=data,x-day=1", {"x-team": "data", "x-day": "1"}),
    "model_timeout": ("9", 9.0),
    "max_steps": ("5", 5),
    "timeout": ("60", 60.0),
    "tool_timeout": ("6", 6.0),
    "answer_characters": ("5000", 5000),
    "card_tokens": ("900", 900),
    "history_tokens": ("0", 0),
    "row_limit": ("10", 10),
    "budget": ("0.5", 0.5),
    "mode": ("read-only", "read-only"),
    "memory_limit": ("512", 512),
    "output_limit": ("2000", 2000),
    "display": ("text", "text"),
    "privacy": ("schema", "schema"),
    "sensitive": ("salary=True,df.zip=True", {"salary": True, "df.zip": True}),
    "undo_memory": ("16", 16),
}
REFUSED = {
    "temperature": "5",
    "reasoning_effort": "enormous",
    "max_output_tokens": "0",
    "seed": "x",
    "model_timeout": "-1",
    "max_steps": "none",
    "timeout": "0",
    "tool_timeout": "soon",
    "answer_characters": "1",
    "card_tokens": "1",
    "history_tokens": "-1",
    "row_limit": "0",
    "display": "hologram",
    "budget": "-1",
    "memory_limit": "0",
    "output_limit": "0",
    "privacy": "none",
    "sensitive": "salary=perhaps",
    "undo_memory": "-1",
}


def test_every_setting_is_covered_by_these_tests() -> None:
    assert sorted([*ALLOWED, "folders", "mcp_servers_config"]) == sorted(Dpa.class_trait_names(config=True))


@pytest.mark.parametrize("name", ALLOWED)
def test_the_environment_sets_it(name: str) -> None:
    text, value = ALLOWED[name]
    assert getattr(Dpa(environment={f"DPA_{name.upper()}": text}).settings(), name) == value


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_value_in_the_environment_is_refused_by_name(name: str) -> None:
    with pytest.raises(SettingError, match=f"DPA_{name.upper()}='{REFUSED[name]}' is not allowed"):
        Dpa(environment={f"DPA_{name.upper()}": REFUSED[name]})


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("DPA_MODE", "auto"),
        ("DPA_FOLDERS", "/"),
        ("DPA_PRIVACY", "full"),
        ("DPA_SENSITIVE", "salary=True,email=False"),
        ("DPA_BUDGET", "1000"),
        ("DPA_MAX_STEPS", "500"),
        ("DPA_MEMORY_LIMIT", "64000"),
        ("DPA_MCP_SERVERS_CONFIG", "/servers.json"),
    ],
)
def test_no_leave_is_taken_from_the_environment(variable: str, text: str) -> None:
    with pytest.raises(SettingError, match=f"{variable}='{text}' is not taken from the environment"):
        Dpa(environment={variable: text})


def test_leave_is_taken_from_the_configuration() -> None:
    settings = Dpa(environment={}, config=Config({"Dpa": {"mode": "auto", "folders": ["data"]}})).settings()
    assert (settings.mode, settings.folders) == ("auto", (Path("data"),))


def test_the_call_is_stronger_than_the_session_the_file_and_the_environment_in_that_order() -> None:
    dpa = Dpa(
        environment={"DPA_MAX_STEPS": "1", "DPA_SEED": "1", "DPA_ROW_LIMIT": "1", "DPA_TIMEOUT": "1"},
        config=Config({"Dpa": {"max_steps": 2, "seed": 2, "row_limit": 2}}),
    )
    dpa.max_steps = 3
    dpa.seed = 3
    settings = dpa.settings(max_steps=4)
    assert (settings.max_steps, settings.seed, settings.row_limit, settings.timeout) == (4, 3, 2, 1.0)


def test_the_option_of_one_call_does_not_outlast_it() -> None:
    dpa = Dpa(environment={})
    dpa.settings(max_steps=4)
    assert dpa.settings().max_steps == 20


def test_a_bad_option_is_refused_with_what_is_allowed() -> None:
    with pytest.raises(SettingError, match="should not be less than 1"):
        Dpa(environment={}).settings(max_steps=0)
    with pytest.raises(SettingError, match="'auto', 'widget', 'static', 'text'"):
        Dpa(environment={}).settings(display="hologram")


def test_an_empty_variable_counts_as_none() -> None:
    assert Dpa(environment={"DPA_MODEL": ""}).settings().model == "offline"


def test_a_limit_that_is_no_number_is_refused_wherever_it_is_set() -> None:
    with pytest.raises(SettingError, match="timeout has to be a number"):
        Dpa(environment={}).settings(timeout=float("nan"))
    with pytest.raises(SettingError, match="timeout has to be a number"):
        Dpa(environment={"DPA_TIMEOUT": "nan"})


def test_a_bad_header_in_the_environment_is_refused_without_telling_it() -> None:
    with pytest.raises(SettingError) as refused:
        Dpa(environment={"DPA_HEADERS": "Bearer abcdef"})
    assert "abcdef" not in str(refused.value)
