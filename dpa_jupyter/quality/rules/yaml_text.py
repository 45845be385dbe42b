"""Rules as YAML, and back: data only, of bounded size, and an error is one line that names the place.

Version 1: `version: 1` and `rules`, a list of objects; `test` names the test, the other keys are what it takes (see
`tests`) and `where`, `share`, `severity`, `name` and `because`. Words are read as YAML 1.2 has them: `no` is a text.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dpa_jupyter.quality.rules.errors import RuleError
from dpa_jupyter.quality.rules.plain_data import KeyedError, rule_from

if TYPE_CHECKING:
    import yaml

    from dpa_jupyter.quality.rules.rule import Rule
    from dpa_jupyter.quality.rules.rules import Rules

MOST_BYTES = 1 << 20
MOST_DEPTH = 20
MOST_NODES = 50_000


def rules_yaml(rules: Rules) -> str:
    """Write rules as YAML."""
    return plain_yaml(rules.as_json())


def plain_yaml(value: object) -> str:
    """Write plain data as YAML, in the order that it has."""
    import yaml

    text: str = yaml.dump(value, Dumper=_dumper(), sort_keys=False, allow_unicode=True, width=120)
    return text


def read_rules(text: str, source: str) -> Rules:
    """Read rules.

    Raises:
        RuleError: they can't be read, with file, line and key.
    """
    from dpa_jupyter.quality.rules.rules import VERSION, Rules

    root = _node(text, source)
    top = _Place(source, root).mapping()
    version = top.get("version")
    if version is None or version.value() != VERSION:
        raise (version or _Place(source, root)).error(
            f"'version: {VERSION}' is wanted; this is no file of rules for it"
        )
    for key, place in top.items():
        if key not in ("version", "rules"):
            raise place.error(f"{key!r} is no key of a file of rules: it has 'version' and 'rules'")
    listed = top["rules"].items() if "rules" in top else []
    return Rules(tuple(_rule(place) for place in listed))


def read_plain(text: str, source: str) -> object:
    """Read YAML as plain data, bounded as rules are.

    Raises:
        RuleError: it can't be read.
    """
    return _Place(source, _node(text, source)).value()


def read_file(path: Path) -> str:
    """Read a text of at most 1 MB.

    Raises:
        RuleError: it can't be read, or is larger.
    """
    try:
        with path.open("rb") as file:
            found = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise RuleError(f"{path}: {error.strerror or error}") from None
    if len(found) > MOST_BYTES:
        raise RuleError(f"{path} has more than {MOST_BYTES:,} bytes")
    return as_text(found, path)


def as_text(data: bytes, path: Path) -> str:
    """Read bytes as text.

    Raises:
        RuleError: they are none.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RuleError(f"{path} is no text in UTF-8") from None


def _rule(place: _Place) -> Rule:
    keys = place.mapping()
    try:
        return rule_from({key: each.value() for key, each in keys.items()})
    except KeyedError as error:
        raise keys.get(error.key or "", place).error(str(error)) from None


class _Place:
    """A part of a file, which knows where it stands."""

    def __init__(self, source: str, node: yaml.Node, key: str = "") -> None:
        self._source, self._node, self._key = source, node, key

    def error(self, text: str) -> RuleError:
        """Return an error that names the place."""
        key = f", {self._key}" if self._key and not text.startswith((self._key, repr(self._key))) else ""
        return RuleError(f"{self._source}, line {self._node.start_mark.line + 1}{key}: {text}")

    def mapping(self) -> dict[str, _Place]:
        """Return the keys and what they hold."""
        import yaml

        if not isinstance(self._node, yaml.MappingNode):
            raise self.error("keys with values are wanted, as in 'test: unique'")
        found: dict[str, _Place] = {}
        for key_node, node in self._node.value:
            key = str(_Place(self._source, key_node).value())
            if key in found:
                raise _Place(self._source, key_node).error(f"{key!r} is there twice")
            found[key] = _Place(self._source, node, key)
        return found

    def items(self) -> list[_Place]:
        """Return the elements of a list."""
        import yaml

        if not isinstance(self._node, yaml.SequenceNode):
            raise self.error("a list is wanted")
        return [_Place(self._source, node) for node in self._node.value]

    def value(self) -> object:
        """Return plain data."""
        import yaml

        if isinstance(self._node, yaml.MappingNode):
            return {key: place.value() for key, place in self.mapping().items()}
        if isinstance(self._node, yaml.SequenceNode):
            return [place.value() for place in self.items()]
        try:
            found: object = _loader()("").construct_object(self._node)
        except (yaml.YAMLError, ValueError, OverflowError):
            raise self.error(f"{self._node.value!r} is no value") from None
        return found


def _node(text: str, source: str) -> yaml.Node:
    import yaml

    if len(text) > MOST_BYTES:
        raise RuleError(f"{source} has more than {MOST_BYTES:,} characters")
    try:
        _check_events(text, source)
        node = _loader()(io.StringIO(text)).get_single_node()
    except yaml.MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise RuleError(f"{source}{line}: {error.problem or 'this is no YAML'}") from None
    except yaml.YAMLError as error:
        raise RuleError(f"{source}: {str(error).splitlines()[0]}") from None
    if node is None:
        raise RuleError(f"{source} is empty")
    return node


def _check_events(text: str, source: str) -> None:
    """Refuse what is deep, long or refers to itself before anything is built of it."""
    import yaml

    depth = 0
    for number, event in enumerate(_events(text)):
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise RuleError(f"{source}, line {line}: anchors and aliases are not read; write it out")
        if getattr(event, "tag", None) is not None:
            raise RuleError(f"{source}, line {line}: tags such as {event.tag[:40]!r} are not read; leave it out")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MOST_DEPTH or number > MOST_NODES:
            raise RuleError(f"{source}, line {line}: it is nested too deep or too long")


def _events(text: str) -> Iterator[yaml.Event]:
    import yaml

    return yaml.parse(text, Loader=_loader())  # type: ignore[no-any-return]  # PyYAML has no types


@cache
def _loader() -> type[yaml.SafeLoader]:
    """Make a safe loader that reads words as YAML 1.2 does: no text is turned into a truth or a time of day."""
    import yaml

    class Loader(yaml.SafeLoader):  # type: ignore[misc]  # PyYAML has no types
        yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own way

    for tag, pattern, first in _WORDS:
        Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))
    return Loader


@cache
def _dumper() -> type[yaml.SafeDumper]:
    """Make a safe dumper that quotes each text that YAML 1.1 or our loader would read as something else."""
    import yaml

    class Dumper(yaml.SafeDumper):  # type: ignore[misc]  # PyYAML has no types
        def represent_str(self, data: str) -> object:
            """Escape signs that a reader takes for the end of a line, and folds."""
            style = '"' if any(sign in data for sign in "\r\x85\u2028\u2029\ufeff") else None
            return self.represent_scalar("tag:yaml.org,2002:str", data, style=style)

    Dumper.add_representer(str, Dumper.represent_str)
    for tag, pattern, first in _WORDS:
        Dumper.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))
    return Dumper


_WORDS = (
    ("bool", r"(?:true|True|TRUE|false|False|FALSE)\Z", "tTfF"),
    ("null", r"(?:~|null|Null|NULL|)\Z", ["~", "n", "N", ""]),
    ("int", r"[-+]?(?:0|[1-9][0-9]{0,30})\Z", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]{1,3})?\Z", "-+.0123456789"),
    ("timestamp", r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?)?\Z", "0123456789"),
)  # fmt: skip
