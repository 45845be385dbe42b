"""Which playbook takes a request."""

from __future__ import annotations

import re
from collections.abc import Callable

from dpa_jupyter.models.offline.analyze import analyze
from dpa_jupyter.models.offline.ask import ask
from dpa_jupyter.models.offline.beyond import NEEDS, beyond
from dpa_jupyter.models.offline.document import document
from dpa_jupyter.models.offline.explain import explain
from dpa_jupyter.models.offline.playbook import Case, Playbook
from dpa_jupyter.models.offline.quality import quality

_BY_VERB: dict[str, Callable[[Case], Playbook]] = {
    "analyze": analyze,
    "ask": ask,
    "document": document,
    "explain": explain,
    "quality": quality,
}

_BY_FIRST_WORD = {"analyse": "analyze", "describe": "explain", "summarize": "explain", "summarise": "explain"}


def playbook_for(case: Case) -> Playbook:
    """Return the playbook of the request's verb; without one, its first word may be as good, or it is a question."""
    verb = case.request.verb
    if verb in NEEDS:
        return beyond(case)
    first = re.match(r"\w*", case.request.text.casefold().lstrip())
    word = first[0] if first else ""
    return _BY_VERB.get(verb, _BY_VERB.get(_BY_FIRST_WORD.get(word, word), ask))(case)
