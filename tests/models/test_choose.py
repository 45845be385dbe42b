from __future__ import annotations

import pytest

from dpa_jupyter.errors import SettingError
from dpa_jupyter.models.choose import choose_model, known_models


@pytest.mark.parametrize("name", ["offline", "openai/gpt-5", "gpt-5", "hosted_vllm/Qwen/Qwen3-8B", "claude-opus-4-5"])
def test_a_model_answers_to_the_name_it_was_chosen_by(name: str) -> None:
    assert choose_model(name, api_base=None).name == name


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("openai/", "Did you mean 'openai'"),
        ("/gpt-5", "lacks a part"),
        ("my model", "spaces"),
        ("gpt\x1b[31m", "control"),
        ("Offline", "Did you mean 'offline'"),
        ("ofline", "Did you mean 'offline'"),
    ],
)
def test_an_odd_name_is_refused_in_one_line(name: str, said: str) -> None:
    with pytest.raises(SettingError, match=said) as caught:
        choose_model(name, api_base=None)
    assert str(caught.value).isprintable()


def test_the_models_of_litellms_table_are_offered_and_each_can_be_chosen() -> None:
    known = known_models()
    assert known[0] == "offline"
    assert {"gpt-5", "openai/gpt-5", "hosted_vllm/"} <= set(known)
    assert len(known) > 1_000
    for name in known:
        assert name.endswith("/") or choose_model(name, api_base=None).name == name
