"""Every setting, once: traits for `%config`, defaults from `DPA_…`, one frozen Settings for a run.

From strong to weak: an option of the call, `%config Dpa.name = value`, `ipython_config.py`, the environment
(`DPA_NAME`), the default. The environment can make it stricter than the default and never looser, in what gives leave,
spends money or lets values leave: some front ends fill it from a file in the project's folder, which may be anybody's.
"""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias, cast

from traitlets import Bool, Bunch, Dict, Enum, Float, HasTraits, Int, List, TraitError, TraitType, Unicode, validate
from traitlets.config import Config, Configurable

from dpa_jupyter.errors import SettingError
from dpa_jupyter.redaction import MASK, masked

DisplayMode: TypeAlias = Literal["auto", "widget", "static", "text"]
Mode: TypeAlias = Literal["ask", "auto", "read-only"]
PrivacyLevel: TypeAlias = Literal["schema", "aggregates", "samples", "full"]
LEVELS: tuple[PrivacyLevel, ...] = ("schema", "aggregates", "samples", "full")
"""From the one that tells least to the one that tells all."""
ENVIRONMENT_PREFIX = "DPA_"
DEFAULT_BUDGET = 5.0
DEFAULT_STEPS = 20
DEFAULT_MEMORY = 2048
MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What holds for one run; the traits of `Dpa` say what each means."""

    model: str
    api_base: str | None
    temperature: float | None
    reasoning_effort: str | None
    max_output_tokens: int | None
    seed: int | None
    headers: Mapping[str, str]
    model_timeout: float
    max_steps: int
    timeout: float
    tool_timeout: float
    answer_characters: int
    budget: float
    mode: Mode
    memory_limit: int
    output_limit: int
    card_tokens: int
    history_tokens: int
    row_limit: int
    folders: tuple[Path, ...]
    display: DisplayMode
    privacy: PrivacyLevel
    sensitive: Mapping[str, bool]
    undo_memory: int
    mcp_servers_config: str


class Dpa(Configurable):
    """The settings of the data processing assistant."""

    model = Unicode(
        "offline",
        help='The model to ask: "offline" (rules, no key) or a LiteLLM name such as "openai/gpt-5".',
    ).tag(config=True)
    api_base = Unicode(
        None,
        allow_none=True,
        help='Where the model is served, for a server of your own, such as "http://127.0.0.1:8080/v1".',
    ).tag(config=True)
    temperature = Float(None, allow_none=True, min=0, max=2, help="Randomness of the model, 0 to 2.").tag(config=True)
    reasoning_effort = Enum(
        ["minimal", "low", "medium", "high"],
        default_value=None,
        allow_none=True,
        help="How long a reasoning model may think.",
    ).tag(config=True)
    max_output_tokens = Int(None, allow_none=True, min=1, help="The most tokens of one answer of the model.").tag(
        config=True
    )
    seed = Int(None, allow_none=True, help="A seed, for models that take one.").tag(config=True)
    headers = Dict(
        key_trait=Unicode(), value_trait=Unicode(), help="HTTP headers to send with each request to the model."
    ).tag(config=True)
    model_timeout = Float(300.0, min=0.1, help="Seconds to wait for any sign of the model.").tag(config=True)
    max_steps = Int(
        DEFAULT_STEPS, min=1, max=500, help="The most steps of a run; in the last one the model must answer."
    ).tag(config=True, stricter=lambda steps: steps <= DEFAULT_STEPS)
    timeout = Float(1800.0, min=0.1, help="Seconds that a run may take in all.").tag(config=True)
    tool_timeout = Float(120.0, min=0.1, help="Seconds that one tool call may take.").tag(config=True)
    answer_characters = Int(
        400_000, min=1_000, help="The most characters that the model may write in one step, its tool calls included."
    ).tag(config=True)
    card_tokens = Int(6_000, min=200, help="The most tokens that describe one frame to the model.").tag(config=True)
    history_tokens = Int(8_000, min=0, help="The most tokens of earlier requests and answers of this notebook.").tag(
        config=True
    )
    row_limit = Int(100_000, min=1, help="The most rows that a query gives back.").tag(config=True)
    budget = Float(
        DEFAULT_BUDGET, min=0, help="The most US dollars that the model may cost in a run, where its price is known."
    ).tag(config=True, stricter=lambda dollars: dollars <= DEFAULT_BUDGET)
    memory_limit = Int(
        DEFAULT_MEMORY, min=16, help="The most megabytes that a query, or code of the model, may use beside the frames."
    ).tag(config=True, stricter=lambda megabytes: megabytes <= DEFAULT_MEMORY)
    output_limit = Int(1_000_000, min=100, help="The most bytes that code of the model may print.").tag(config=True)
    mode = Enum(
        ["ask", "auto", "read-only"],
        default_value="ask",
        help="What runs unasked: reading and built-in computing; with auto code in a whole sandbox too; read-only "
        "refuses all that could change anything.",
    ).tag(config=True, stricter=lambda mode: mode != "auto")
    folders = List(Unicode(), help="Folders beside the notebook's own that files may be read from.").tag(
        config=True, stricter=lambda folders: not folders
    )
    undo_memory = Int(
        1024,
        min=0,
        help="Megabytes of earlier frames that are kept in memory for undo and redo; what is beyond goes to disk.",
    ).tag(config=True)
    mcp_servers_config = Unicode(
        "",
        help="A file that names MCP servers, as an absolute path; each asks before it is started.",
    ).tag(config=True, stricter=lambda path: not path)
    display = Enum(
        ["auto", "widget", "static", "text"],
        default_value="auto",
        help="How a run is shown: live in a widget, once at the end, or as plain text.",
    ).tag(config=True)
    privacy = Enum(
        LEVELS,
        default_value="samples",
        help="What a model that is elsewhere may be told of the data: names and types; statistics of groups, too; "
        "values, with the sensitive ones masked; everything.",
    ).tag(config=True, stricter=lambda level: level != "full")
    sensitive = Dict(
        key_trait=Unicode(),
        value_trait=Bool(),
        help="Columns, as column or frame.column, that are sensitive whatever is in them (True), or are not (False).",
    ).tag(config=True, stricter=lambda marks: all(marks.values()))

    def __init__(self, *, config: Config | None = None, environment: Mapping[str, str] | None = None) -> None:
        variables = os.environ if environment is None else environment
        below = self._from_environment(variables)
        below.merge(config or Config())
        try:
            super().__init__(config=below)
        except TraitError as error:
            raise SettingError(f"a setting of c.{type(self).__name__} is not allowed: {_allowed(error)}") from None

    @validate("temperature", "model_timeout", "timeout", "tool_timeout", "budget")
    def _finite(self, proposal: Bunch) -> object:
        """Refuse what nothing can be compared with: a limit of that would hold for nothing."""
        if proposal.value is not None and not math.isfinite(proposal.value):
            raise TraitError(f"{proposal.trait.name} has to be a number, not {proposal.value}")
        return proposal.value

    def shown(self, name: str) -> str:
        """Write a setting's value without what is secret in it: what a header holds is for the provider alone."""
        value = getattr(self, name)
        return masked(repr(dict.fromkeys(value, MASK) if name == "headers" else value))

    @classmethod
    def class_get_trait_help(
        cls, trait: TraitType[object, object], inst: HasTraits | None = None, helptext: str | None = None
    ) -> str:
        """Write what `%config Dpa` prints of a setting, without what is secret in it."""
        text = super().class_get_trait_help(trait, None, helptext)
        return f"{text}\n    Current: {inst.shown(str(trait.name))}" if isinstance(inst, Dpa) else text

    @classmethod
    def _from_environment(cls, variables: Mapping[str, str]) -> Config:
        found = Config()
        for name, trait in cls.class_traits(config=True).items():
            variable = ENVIRONMENT_PREFIX + name.upper()
            if not variables.get(variable):
                continue
            value = cls._checked(variable, name, variables[variable])
            if not trait.metadata.get("stricter", _always)(value):
                raise SettingError(
                    f"{variable}={masked(repr(variables[variable]))} is not taken from the environment, "
                    "which a file in the project's folder may have filled; "
                    f"set c.Dpa.{name} in ipython_config.py or with %config"
                )
            found[cls.__name__][name] = value
        return found

    @classmethod
    def _checked(cls, variable: str, name: str, text: str) -> object:
        trait = cls.class_traits()[name]
        try:
            value = (
                trait.from_string_list(text.split(",")) if isinstance(trait, List | Dict) else trait.from_string(text)
            )
            return trait._validate(Configurable(), value)  # noqa: SLF001 - there is no public way
        except (TraitError, ValueError) as error:
            given = variable if name == "headers" else f"{variable}={masked(repr(text))}"
            why = "" if name == "headers" else masked(_allowed(error))
            message = f"{given} is not allowed: {trait.help} {why}".strip()
            raise SettingError(message) from None

    def settings(self, **options: object) -> Settings:
        """Freeze the settings for one run, with the call's own options on top.

        Raises:
            SettingError: an option is not allowed, with what is.
        """
        overlay = type(self)(config=self._current(), environment={})
        for name, value in options.items():
            overlay.change(name, value)
        values = {name: getattr(overlay, name) for name in overlay.trait_names(config=True)}
        values["folders"] = tuple(Path(folder) for folder in cast("list[str]", values["folders"]))
        return Settings(**values)

    def change(self, name: str, value: object) -> None:
        """Set one trait.

        Raises:
            SettingError: the value is not allowed, with what is.
        """
        try:
            setattr(self, name, value)
        except TraitError as error:
            raise SettingError(f"{name.replace('_', ' ')}: {_allowed(error)}") from None

    def _current(self) -> Config:
        config = Config()
        for name in self.trait_names(config=True):
            config[type(self).__name__][name] = getattr(self, name)
        return config


def _always(_: object) -> bool:
    return True


def _allowed(error: Exception) -> str:
    """Take the sentence of traitlets that says what is allowed, without naming our class."""
    return str(error).replace(" of a Dpa instance", "").replace(" of a Configurable instance", "")
