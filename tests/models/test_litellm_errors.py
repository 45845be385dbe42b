from __future__ import annotations

import inspect
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpa_jupyter.errors import BrokenAnswerError, ModelError, ModelRefusedError, ModelUnavailableError
from dpa_jupyter.models.litellm_error_text import one_line
from dpa_jupyter.models.litellm_errors import FAULTS, model_error, retry_after
from dpa_jupyter.models.litellm_import import litellm


def test_every_exception_of_this_litellm_has_its_place() -> None:
    module = litellm().exceptions
    classes = [value for value in vars(module).values() if inspect.isclass(value) and issubclass(value, Exception)]
    own = {cls.__name__ for cls in classes if cls.__module__ == module.__name__}
    assert own == set(FAULTS)


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_every_fault_is_one_line_that_names_the_model(name: str) -> None:
    error = model_error(type(name, (Exception,), {})("odd\nwords"), "openai/gpt-5")
    assert isinstance(error, ModelError)
    assert "openai/gpt-5" in str(error)
    assert str(error).isprintable()


def test_what_litellm_wraps_is_judged_by_what_it_was() -> None:
    exceptions = litellm().exceptions
    refused = exceptions.AuthenticationError("no", "openai", "gpt-5")
    wrapped = exceptions.MidStreamFallbackError("no", "gpt-5", "openai", original_exception=refused)
    assert type(model_error(wrapped, "gpt-5")) is ModelRefusedError


@pytest.mark.parametrize(
    ("status", "kind"), [(402, ModelRefusedError), (429, ModelUnavailableError), (520, ModelUnavailableError)]
)
def test_an_error_without_a_class_of_its_own_is_judged_by_its_status(status: int, kind: type[ModelError]) -> None:
    error = litellm().exceptions.APIError(status, "odd", "openai", "gpt-5")
    assert type(model_error(error, "gpt-5")) is kind


def test_a_connection_lost_in_the_middle_breaks_the_answer() -> None:
    lost = httpx.ReadError("gone")
    assert type(model_error(lost, "gpt-5")) is ModelUnavailableError
    assert type(model_error(lost, "gpt-5", begun=True)) is BrokenAnswerError


def asked_to_wait(value: str) -> float | None:
    response = httpx.Response(429, headers={"Retry-After": value}, request=httpx.Request("POST", "http://x"))
    return retry_after(httpx.HTTPStatusError("", request=response.request, response=response))


def test_the_time_to_wait_may_be_seconds_or_a_date() -> None:
    assert asked_to_wait("2.5") == 2.5
    assert asked_to_wait("soon") is None
    assert asked_to_wait(format_datetime(datetime(2020, 1, 1, tzinfo=UTC), usegmt=True)) == 0
    later = asked_to_wait(format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True))
    assert later is not None
    assert later > 0
    assert retry_after(ValueError()) is None


@given(st.text(), st.from_regex(r"sk-[A-Za-z0-9_]{12,40}", fullmatch=True), st.text())
def test_no_key_and_no_secret_is_ever_told(before: str, key: str, after: str) -> None:
    line = one_line(f"{before} {key} hunter2-hunter2 {after}", ["hunter2-hunter2"])
    assert key not in line
    assert "hunter2-hunter2" not in line
    assert line.isprintable()


def test_the_providers_own_words_are_found_in_what_litellm_makes_of_them() -> None:
    words = 'litellm.RateLimitError: RateLimitError: Hosted_vllmException - {"error": {"message": "slow\\ndown"}}'
    assert one_line(words, []) == "slow down"
