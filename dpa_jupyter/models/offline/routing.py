"""Which playbook takes a request."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from dpa_jupyter.models.offline.analyze import analyze
from dpa_jupyter.models.offline.ask import ask
from dpa_jupyter.models.offline.beyond import NEEDS, beyond
from dpa_jupyter.models.offline.clean import clean
from dpa_jupyter.models.offline.document import document
from dpa_jupyter.models.offline.explain import explain
from dpa_jupyter.models.offline.known import known_columns
from dpa_jupyter.models.offline.playbook import Case, Playbook
from dpa_jupyter.models.offline.quality import quality
from dpa_jupyter.models.offline.request import Request
from dpa_jupyter.models.offline.unread import unread, with_unread
from dpa_jupyter.models.offline.wording import code, listing

_BY_VERB: dict[str, Callable[[Case], Playbook]] = {
    "analyze": analyze,
    "ask": ask,
    "clean": clean,
    "document": document,
    "explain": explain,
    "quality": quality,
}

_BY_FIRST_WORD = {"analyse": "analyze", "describe": "explain", "summarize": "explain", "summarise": "explain"}


def playbook_for(case: Case) -> Playbook:
    """Follow the playbook that takes the request, and say which of its frames were not looked at."""
    chosen = _chosen(case.request)
    answer = yield from chosen(case)
    if chosen in (clean, document, explain, quality) and case.request.frame and case.request.column is None:
        card = case.request.cards.get(case.request.frame)
        words = unread(case.request, case.request.frame, known_columns(None, card))
        answer = with_unread(answer, words, f"What follows is about all of {code(case.request.frame)}.")
    others = [code(frame) for frame in case.request.frames if frame != case.request.frame]
    if not others:
        return answer
    were = "were" if len(others) > 1 else "was"
    return replace(answer, left_out=(*answer.left_out, f"{listing(others)} {were} not looked at: one frame at a time"))


def _chosen(request: Request) -> Callable[[Case], Playbook]:
    """Choose by the verb; without one, the first word may be as good, or it is a question."""
    if request.verb in NEEDS:
        return beyond
    first = re.match(r"\w*", request.text.casefold().lstrip())
    word = first[0] if first else ""
    return _BY_VERB.get(request.verb, _BY_VERB.get(_BY_FIRST_WORD.get(word, word), ask))
