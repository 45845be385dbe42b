"""LiteLLM's exceptions in our own tree of errors, each as one line that names the model and the next step."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal, TypeAlias

from dpa_jupyter.errors import (
    BadRequestError,
    BrokenAnswerError,
    ContextTooLongError,
    ModelError,
    ModelRefusedError,
    ModelUnavailableError,
    suggestion,
)
from dpa_jupyter.models.known_models import known_models
from dpa_jupyter.models.litellm_error_text import one_line, provider_words
from dpa_jupyter.models.litellm_import import already_imported

Fault: TypeAlias = Literal[
    "credentials",
    "permission",
    "no provider",
    "unknown model",
    "content",
    "busy",
    "slow",
    "connection",
    "too long",
    "form",
    "broken",
]

FAULTS: Mapping[str, Fault] = {
    "AuthenticationError": "credentials",
    "PermissionDeniedError": "permission",
    "BudgetExceededError": "permission",
    "NotFoundError": "unknown model",
    "ModelNotMappedError": "unknown model",
    "LiteLLMUnknownProvider": "no provider",
    "ContentPolicyViolationError": "content",
    "RejectedRequestError": "content",
    "GuardrailRaisedException": "content",
    "BlockedPiiEntityError": "content",
    "ModifyResponseException": "content",
    "SensitiveDataRouteException": "content",
    "RateLimitError": "busy",
    "ServiceUnavailableError": "busy",
    "InternalServerError": "busy",
    "APIError": "busy",
    "Timeout": "slow",
    "APIConnectionError": "connection",
    "BadGatewayError": "connection",
    "MidStreamFallbackError": "connection",
    "ContextWindowExceededError": "too long",
    "BadRequestError": "form",
    "InvalidRequestError": "form",
    "UnprocessableEntityError": "form",
    "UnsupportedParamsError": "form",
    "ImageFetchError": "form",
    "VectorStoreSearchError": "form",
    "APIResponseValidationError": "broken",
    "JSONSchemaValidationError": "broken",
    "MockException": "broken",
    "OpenAIError": "broken",
}
"""What each class of `litellm.exceptions` stands for, by name, since LiteLLM is not imported before it is used."""

_BY_STATUS: Mapping[int, Fault] = {
    401: "credentials",
    402: "permission",
    403: "permission",
    404: "unknown model",
    408: "slow",
    413: "too long",
    429: "busy",
}

_KINDS: Mapping[Fault, tuple[type[ModelError], str]] = {
    "credentials": (ModelRefusedError, "{name} does not accept the credentials: {hint} ({detail})"),
    "permission": (ModelRefusedError, "{name} may not be used with these credentials, check the account: {detail}"),
    "no provider": (
        ModelRefusedError,
        "no provider is known for {name}, write provider/model as in openai/gpt-5.{hint}",
    ),
    "unknown model": (ModelRefusedError, "{name} is not known there, check the name: {detail}"),
    "content": (ModelRefusedError, "{name} refuses this content, ask differently: {detail}"),
    "busy": (ModelUnavailableError, "{name} is overloaded or limits how often it is asked, try {when}: {detail}"),
    "slow": (ModelUnavailableError, "{name} did not answer in time, try {when} or raise the timeout: {detail}"),
    "connection": (ModelUnavailableError, "{name} can't be reached, check the address and the network: {detail}"),
    "too long": (ContextTooLongError, "more was sent than {name} can read at once: {detail}"),
    "form": (BadRequestError, "{name} refuses the form of the request: {detail}"),
    "broken": (BrokenAnswerError, "the answer of {name} broke off or can't be read, ask again: {detail}"),
}

_SAID: Sequence[tuple[str, Fault]] = (
    (r"LLM Provider NOT provided", "no provider"),
    (r"missing credentials|missing [\w ]*api[ _]key|api[ _]key not valid|invalid api[ _]key", "credentials"),
    (r"insufficient_quota", "permission"),
    (r"context[ _](length|window|size|limit)|maximum context|request too large", "too long"),
    (r"too many (input )?tokens|(prompt|input|conversation) is too long", "too long"),
    (r"repeating the same chunk", "broken"),
    (r"connection error|cannot connect|connection refused", "connection"),
)
"""What providers say and LiteLLM does not tell apart: the words go before the class."""


def model_error(error: Exception, name: str, *, begun: bool = False, secrets: Sequence[str] = ()) -> ModelError:
    """Return our error for one that LiteLLM raised.

    Args:
        error: what was raised.
        name: the model, as the user calls it.
        begun: whether a part of the answer had come already, so that a lost connection means a broken answer.
        secrets: texts besides the environment's keys that must not be told, such as the values of headers.
    """
    original = _unwrapped(error)
    words = provider_words(original)
    fault = _fault(original, f"{words} {getattr(original, 'body', '')}")
    if begun and fault == "connection":
        fault = "broken"
    kind, sentence = _KINDS[fault]
    detail = one_line(words, secrets) or type(original).__name__
    wait = retry_after(original)
    when = "later" if wait is None else f"again in {math.ceil(wait)} s"
    message = sentence.format(name=name, detail=detail, hint=_hint(fault, name), when=when)
    if kind is ModelUnavailableError:
        return ModelUnavailableError(message, retry_after=wait)
    return kind(message)


def retry_after(error: Exception) -> float | None:
    """Return the seconds that the provider asks to wait, from its Retry-After header (RFC 9110, 10.2.3)."""
    text = next(
        (str(value).strip() for header, value in _headers(error).items() if header.lower() == "retry-after"), ""
    )
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def _headers(error: Exception) -> Mapping[str, str]:
    """Find the response's headers, which LiteLLM keeps in one of three places."""
    response = getattr(error, "response", None)
    places = (
        getattr(error, "litellm_response_headers", None),
        getattr(error, "headers", None),
        getattr(response, "headers", None),  # of a response that LiteLLM makes up itself, as a rule
    )
    return next(filter(None, places), {})


def _unwrapped(error: Exception) -> Exception:
    """Return what was first raised: LiteLLM wraps whatever happens within a stream, even before its first chunk."""
    original = getattr(error, "original_exception", None)
    return _unwrapped(original) if isinstance(original, Exception) else error


def _fault(error: Exception, words: str) -> Fault:
    fault = _fault_of_class(error)
    if fault in ("credentials", "permission"):
        return fault
    return next((said for pattern, said in _SAID if re.search(pattern, words, re.IGNORECASE)), fault)


def _fault_of_class(error: Exception) -> Fault:
    status = getattr(error, "status_code", None)
    known = next((FAULTS[cls.__name__] for cls in type(error).__mro__ if cls.__name__ in FAULTS), None)
    if known is not None and type(error).__name__ != "APIError":  # which stands for any status
        return known
    if isinstance(status, int) and status < 500:
        return _BY_STATUS.get(status, "form")
    return known or ("busy" if isinstance(status, int) else "connection")


def _hint(fault: Fault, name: str) -> str:
    if fault == "credentials":
        return f"set {' / '.join(_key_variables(name))} in the environment"
    return suggestion(name, known_models()) if fault == "no provider" else ""


def _key_variables(name: str) -> Sequence[str]:
    module = already_imported()
    missing = module.validate_environment(name)["missing_keys"] if module else ()
    return [variable for variable in missing if "KEY" in variable] or [f"{name.partition('/')[0].upper()}_API_KEY"]
