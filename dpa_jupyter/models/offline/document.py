"""`document`: a data dictionary, as far as names and values tell."""

from __future__ import annotations

from dpa_jupyter.findings import ColumnDocument, FrameDocument
from dpa_jupyter.models.offline import calls
from dpa_jupyter.models.offline.answer import Answer
from dpa_jupyter.models.offline.beyond import no_frame
from dpa_jupyter.models.offline.playbook import Case, Playbook, Step
from dpa_jupyter.models.offline.sentences import size_of
from dpa_jupyter.models.offline.wording import code, prose, sentence, table

MOST_COLUMNS = 60

SAID_ONCE = " (a guess from the name)"
"""What the answer says of all meanings at once."""


def document(case: Case) -> Playbook:
    """Write a frame's data dictionary."""
    frame = case.request.frame
    if frame is None:
        return (yield from no_frame(case))
    document_call = calls.document_frame(frame)
    yield Step(f"I gather for each column of {code(frame)} what its name and values suggest.", (document_call,))
    found = case.seen.of(document_call)
    if found is None:
        return Answer(f"**{code(frame)} could not be documented.**", following=f"%%dpa explain {frame}")
    rest = len(found["columns"]) > MOST_COLUMNS or len(found["columns"]) < found["column_count"]
    return Answer(
        _lead(found),
        table=_dictionary(found),
        caveats=(
            *(prose(note) for note in found["notes"]),
            "Meanings are guessed from names and values: correct them before you rely on them",
        ),
        left_out=(f"Only the first columns are listed; the frame has {found['column_count']:,}",) if rest else (),
        following=f"%%dpa quality {frame}",
    )


def _lead(found: FrameDocument) -> str:
    keys = " or ".join(" with ".join(map(code, key)) for key in found["keys"][:3])
    known = f"A row is known by {keys}." if keys else "No column, alone or with another, tells all rows apart."
    grain = sentence(prose(found["grain"])) if found["grain"] else known
    return f"**{code(found['frame'])} has {size_of(found)}.** {grain}"


def _dictionary(found: FrameDocument) -> str:
    header = ("Column", "Type", "Role", "Meaning", "Values", "Missing")
    return table(header, [_line(column) for column in found["columns"][:MOST_COLUMNS]]) if found["columns"] else ""


def _line(column: ColumnDocument) -> tuple[str, ...]:
    meaning = column["meaning"].replace(SAID_ONCE, "")
    told = (
        column["type"],
        column["role"],
        " ".join((meaning, *(f"It {note}." for note in column["notes"]))),
        column["values"],
        column["missing"],
    )
    return (code(column["name"]), *map(prose, told))
