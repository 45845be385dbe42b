"""A line that was meant for a command and is none, as written: it must not go to a model, which may cost money."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dpa_jupyter.errors import RequestError
from dpa_jupyter.notebook.grammar import COMMANDS, VERBS

SHORTEST_WORD = 4
"""Letters of the shortest word that is taken for a misspelt one: "task" and "mask" are no "ask"."""
LONGEST_COMMAND = 4
"""Words of the longest line that is taken for a command with words too many."""


def refuse_misspelt(request: str, namespace: Mapping[str, object]) -> None:
    """Do nothing, unless the whole request is one word that is almost a command or a verb and names no data.

    Raises:
        RequestError: it is, with the command that was meant and the way to ask it as it stands.
    """
    word = request.strip()
    if not word.isalpha():
        return
    from dpa_jupyter.frames.spelling import misspelt

    meant = misspelt(word, (*COMMANDS, *VERBS), shortest=SHORTEST_WORD)
    if meant is not None and not _names_data(word, namespace):
        raise RequestError(f"there is no command {word!r}. Did you mean {meant!r}? `%dpa ask {word}` asks it as it is.")


def refuse_overlong(request: str, namespace: Mapping[str, object]) -> None:
    """Do nothing, unless the request is a command with more words than it takes and names no data.

    Raises:
        RequestError: it is, with what the command takes and the way to ask it as it stands.
    """
    words = request.split()
    if not 2 <= len(words) <= LONGEST_COMMAND or words[0] not in COMMANDS or _names_data(request, namespace):
        return
    most, about = COMMANDS[words[0]]
    takes = {0: "no word", 1: "one word"}.get(most, f"{most} words") if words[0] != "approve" else "an answer"
    raise RequestError(
        f"the command {words[0]!r} takes {takes} after it ({about}). `%dpa ask {' '.join(words)}` asks it as it is."
    )


def _names_data(request: str, namespace: Mapping[str, object]) -> bool:
    from dpa_jupyter.frames.outline import column_names
    from dpa_jupyter.frames.recognition import frames_in
    from dpa_jupyter.frames.word_forms import singular

    frames = frames_in(namespace)
    names = [*frames, *(name for frame in frames.values() for name in column_names(frame) or ())]
    words = {singular(word) for word in re.findall(r"\w+", request.casefold())}
    known = {name.casefold() for name in names}
    return any(singular(name) in words or (" " in name and name in request.casefold()) for name in known)
