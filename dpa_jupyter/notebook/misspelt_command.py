"""A line of one word that is a command or a verb, misspelt: it must not go to a model, which may cost money."""

from __future__ import annotations

from collections.abc import Mapping

from dpa_jupyter.errors import RequestError
from dpa_jupyter.notebook.grammar import COMMANDS, VERBS

SHORTEST_WORD = 4
"""Letters of the shortest word that is taken for a misspelt one: "task" and "mask" are no "ask"."""


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


def _names_data(word: str, namespace: Mapping[str, object]) -> bool:
    from dpa_jupyter.frames.outline import column_names
    from dpa_jupyter.frames.recognition import frames_in
    from dpa_jupyter.frames.word_forms import singular

    frames = frames_in(namespace)
    names = [*frames, *(name for frame in frames.values() for name in column_names(frame) or ())]
    return singular(word.casefold()) in {singular(name.casefold()) for name in names}
