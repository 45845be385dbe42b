"""A function's parameters as a JSON schema, and JSON arguments as what the function takes.

Pydantic does the work, and is imported when the schema is first asked for.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import cached_property
from types import NoneType, SimpleNamespace
from typing import TYPE_CHECKING, get_args, get_type_hints

from dpa_jupyter.errors import ArgumentsError, suggestion
from dpa_jupyter.json_types import Json, JsonObject

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import ErrorDetails


class Signature:
    """The parameters of a tool's function, without the context that comes first."""

    def __init__(self, tool: str, function: Callable[..., object], descriptions: Mapping[str, str]) -> None:
        self._tool = tool
        self._parameters = _parameters(function)
        self._function = function
        self._descriptions = descriptions
        if unknown := descriptions.keys() - self._parameters.keys():
            raise TypeError(f"the docstring of tool {tool!r} describes arguments that it has not: {sorted(unknown)}")

    @cached_property
    def schema(self) -> JsonObject:
        """The JSON schema, of type object; unknown arguments are refused."""
        schema = _without_titles(self._model.model_json_schema())
        assert isinstance(schema, Mapping)
        return schema

    def read(self, arguments: JsonObject) -> dict[str, object]:
        """Turn JSON into keyword arguments; what is not given is left to the function's own defaults.

        Raises:
            ArgumentsError: one line for each argument that does not fit, with what is allowed.
        """
        from pydantic import ValidationError

        given = {name: value for name, value in arguments.items() if not self._stands_for_default(name, value)}
        try:
            parsed = self._model.model_validate(given)
        except ValidationError as error:
            raise ArgumentsError(self._explain(error.errors(include_url=False))) from None
        aliases = {key: field.alias or key for key, field in self._model.model_fields.items()}
        return {aliases[key]: getattr(parsed, key) for key in parsed.model_fields_set}

    @cached_property
    def _hints(self) -> dict[str, object]:
        # Only these annotations are resolved: the context's and the result's may be imported for type checkers only.
        annotated = {name: p.annotation for name, p in self._parameters.items() if p.annotation is not p.empty}
        scope = getattr(inspect.unwrap(self._function), "__globals__", {})
        hints = get_type_hints(SimpleNamespace(__annotations__=annotated), globalns=scope, include_extras=True)
        return {name: hints.get(name, object) for name in self._parameters}

    @cached_property
    def _model(self) -> type[BaseModel]:
        from pydantic import ConfigDict, Field, create_model

        # The fields have names of their own, so that a parameter may be called "schema" or "copy" as well.
        fields = {
            f"argument_{number}": (
                self._hints[name],
                Field(
                    default=... if parameter.default is parameter.empty else parameter.default,
                    alias=name,
                    description=self._descriptions.get(name),
                ),
            )
            for number, (name, parameter) in enumerate(self._parameters.items())
        }
        config = ConfigDict(extra="forbid", coerce_numbers_to_str=True, arbitrary_types_allowed=False)
        model: type[BaseModel] = create_model(self._tool, __config__=config, **fields)  # type: ignore[call-overload]  # the fields are known at run time only
        return model

    def _stands_for_default(self, name: str, value: Json) -> bool:
        """Tell whether a null means "not given": some providers make a model name every argument."""
        if value is not None or name not in self._parameters:
            return False
        optional = self._parameters[name].default is not inspect.Parameter.empty
        return optional and NoneType not in get_args(self._hints[name])

    def _explain(self, errors: list[ErrorDetails]) -> str:
        lines: dict[str, str] = {}
        for error in errors:
            path = _path(error["loc"])
            told = self._sentence(path, error)
            lines[path] = f"{lines[path]}, or {told}" if path in lines else f"{path!r} {told}"
        return "\n".join(f"{self._tool}: {line}" for line in lines.values())

    def _sentence(self, path: str, error: ErrorDetails) -> str:
        if error["type"] == "missing":
            about = self._descriptions.get(path)
            return f"is missing: {about}" if about else "is missing"
        if error["type"] == "extra_forbidden":
            known = ", ".join(map(repr, self._parameters)) or "none"
            return f"is no argument of it.{suggestion(path, self._parameters)} Arguments: {known}"
        allowed = error["msg"].replace("Input should be", "must be", 1)
        return f"{allowed}; got {_short(error['input'])}"


def _parameters(function: Callable[..., object]) -> dict[str, inspect.Parameter]:
    parameters = dict(inspect.signature(function).parameters)
    if next(iter(parameters), "") != "context":
        raise TypeError(f"the first parameter of tool {function.__name__!r} has to be 'context: ToolContext'")
    del parameters["context"]
    by_name = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    for name, parameter in parameters.items():
        if parameter.kind not in by_name:
            raise TypeError(f"parameter {name!r} of tool {function.__name__!r} can't be given by name")
    return parameters


def _without_titles(schema: Json) -> Json:
    """Drop the titles that Pydantic makes up from names; a property that is called "title" is an object, and stays."""
    if isinstance(schema, list):
        return [_without_titles(part) for part in schema]
    if not isinstance(schema, Mapping):
        return schema
    return {
        key: value if key in {"default", "const", "enum"} else _without_titles(value)
        for key, value in schema.items()
        if not (key == "title" and isinstance(value, str))
    }


def _path(location: tuple[int | str, ...]) -> str:
    """Write where an argument is wrong: "filters[2].column"; the names of a union's branches are left out."""
    path = str(location[0]) if location else "arguments"
    for part in location[1:]:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if part.isidentifier() else ""
    return path


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:79]}…"
