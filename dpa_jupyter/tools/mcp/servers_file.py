"""The file in which the user names MCP servers, in the form that other clients read, too.

    {"mcpServers": {"notes": {"command": "notes-server", "args": ["--read"], "env": {"TOKEN": "${NOTES_TOKEN}"}},
                    "search": {"url": "https://search.example/mcp", "headers": {"Authorization": "Bearer ${KEY}"}}}}

It is read where the user says it is, and nowhere else: a file that lies beside a notebook starts nothing.
"""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

from dpa_jupyter.errors import SettingError
from dpa_jupyter.json_types import Json
from dpa_jupyter.redaction import masked

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")
_VARIABLE = re.compile(r"\$\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Program:
    """A server that is a program on this machine, spoken to over its standard input and output."""

    name: str
    command: str
    arguments: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Beside what every program needs."""
    folder: Path = field(default_factory=Path.home)

    @property
    def shown(self) -> str:
        """Return the command, without secrets."""
        return masked(shlex.join([self.command, *self.arguments]))


@dataclass(frozen=True, slots=True)
class Address:
    """A server that is reached by streamable HTTP."""

    name: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def shown(self) -> str:
        """Return the address, without secrets."""
        return masked(self.url)


Server: TypeAlias = Program | Address


def read_servers(path: str) -> list[Server]:
    """Read the file; nothing is started by that. No path, no servers.

    Raises:
        SettingError: the path is not absolute, or the file can't be read or is not of this form.
    """
    if not path:
        return []
    place = Path(path).expanduser()
    if not place.is_absolute():
        raise SettingError(f"mcp_servers_config has to be an absolute path or to begin with ~: {path!r}")
    try:
        content = json.loads(place.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingError(f"{place} can't be read: {error.strerror or error}") from None
    except (ValueError, RecursionError) as error:
        raise SettingError(f"{place} is no JSON: {masked(str(error))}") from None
    servers = content.get("mcpServers") if isinstance(content, dict) else None
    if not isinstance(servers, dict):
        raise SettingError(f"{place} needs an object 'mcpServers', with an object for each server")
    return [_server(name, told, place) for name, told in servers.items() if not _is_off(told)]


def _is_off(told: Json) -> bool:
    return isinstance(told, Mapping) and told.get("disabled") is True


def _server(name: str, told: Json, file: Path) -> Server:
    where = f"{file}: server {name!r}"
    if not NAME.fullmatch(name):
        raise SettingError(f"{where}: a name has at most 32 letters, digits, - and _")
    if not isinstance(told, Mapping) or ("command" in told) == ("url" in told):
        raise SettingError(f"{where} needs either a 'command' or a 'url'")
    if "url" in told:
        url = _text(told["url"], f"{where}: 'url'")
        if urlsplit(url).scheme not in ("http", "https"):
            raise SettingError(f"{where}: 'url' has to begin with http:// or https://")
        return Address(name, url, _texts(told.get("headers", {}), f"{where}: 'headers'"))
    arguments = told.get("args", [])
    if not isinstance(arguments, Sequence) or isinstance(arguments, str):
        raise SettingError(f"{where}: 'args' has to be a list of texts")
    folder = Path(_text(told.get("cwd", str(file.parent)), f"{where}: 'cwd'")).expanduser()
    return Program(
        name,
        _text(told["command"], f"{where}: 'command'"),
        tuple(_text(argument, f"{where}: 'args'") for argument in arguments),
        _texts(told.get("env", {}), f"{where}: 'env'"),
        folder if folder.is_absolute() else file.parent / folder,
    )


def _texts(told: Json, where: str) -> dict[str, str]:
    if not isinstance(told, Mapping):
        raise SettingError(f"{where} has to be an object of texts")
    return {name: _text(value, f"{where}: {name!r}") for name, value in told.items()}


def _text(told: Json, where: str) -> str:
    """Return a text with the variables of the environment that it names."""
    if not isinstance(told, str) or "\0" in told:
        raise SettingError(f"{where} has to be a text")
    for name in _VARIABLE.findall(told):
        if name not in os.environ:
            raise SettingError(f"{where} names the environment variable {name}, which is not set")
    return _VARIABLE.sub(lambda found: os.environ[found[1]], told)
