"""What a session keeps for privacy's sake, and how its runs' models are wrapped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from dpa_jupyter.config import PrivacyLevel
from dpa_jupyter.frames.catalog import FrameCatalog
from dpa_jupyter.frames.outline import column_names, known_rows
from dpa_jupyter.frames.scalars import short_text
from dpa_jupyter.messages import Message
from dpa_jupyter.models.chat_model import ChatModel, StaysHere, ToolSpec
from dpa_jupyter.safety.known_values import KnownValues
from dpa_jupyter.safety.privacy.echoes import Echoes
from dpa_jupyter.safety.privacy.leaving import Leaving
from dpa_jupyter.safety.privacy.masking import Masker
from dpa_jupyter.safety.privacy.outgoing import Knowledge, Outgoing, placeholders_in
from dpa_jupyter.safety.privacy.private_model import PrivateModel
from dpa_jupyter.safety.privacy.vault import Vault
from dpa_jupyter.safety.sensitive_columns import Marks, Sensitivity, SensitivityScan
from dpa_jupyter.safety.sent_log import SentLog, SentRecorder

SHORTENED_NAMES = (80, 200)
"""Long names are told shortened to these lengths, by `list_frames` and by schema cards."""


@dataclass
class SessionPrivacy:
    """The placeholders and the sent requests of one session."""

    sent: SentLog
    scan: SensitivityScan
    vault: Vault = field(default_factory=Vault)
    echoes: Echoes = field(default_factory=Echoes)

    def wrapped(
        self, model: ChatModel, conversation: Conversation, recorder: SentRecorder, *, most_held: int
    ) -> ChatModel:
        """Return the model behind its privacy level; the offline rules are here, so nothing is kept from them."""
        if isinstance(model, StaysHere):
            return model

        def about_to_send(outgoing: Outgoing) -> None:
            recorder.about_to_send(outgoing.level, outgoing.placeholders(), sorted(outgoing.withheld))

        return PrivateModel(model, conversation.outgoing, about_to_send, most_held=most_held)

    def conversation(self, level: PrivacyLevel, frames: FrameCatalog, marks: Marks) -> Conversation:
        """Begin a conversation about these frames."""
        return Conversation(self, level, frames, marks)


class Conversation:
    """What one run says; its frames may become more, its names of the schema are those of its beginning."""

    def __init__(self, session: SessionPrivacy, level: PrivacyLevel, frames: FrameCatalog, marks: Marks) -> None:
        self._scan = session.scan
        self._frames = frames
        self._marks = marks
        self._looked_at: dict[str, object] = {}
        self._sensitivity = Sensitivity()
        """Of all frames that there were: what was told of one that is gone can be told again."""
        self._outgoing = Outgoing(level, session.vault, session.echoes, self._knowledge_at_first(session.vault))

    def outgoing(self) -> Outgoing:
        """Return what makes the messages, with what is known of the frames that there are by now."""
        if self._outgoing.level == "full":
            return self._outgoing
        new = [frame for frame in self._frames.values() if self._looked_at.get(frame.name) is not frame.value]
        if new or not self._looked_at:
            self._sensitivity = self._scan.look(new, self._marks, self._sensitivity)
            masker = Masker(self._outgoing.vault, self._sensitivity.values)
            self._outgoing.knowledge = replace(
                self._outgoing.knowledge, kind_of=self._sensitivity.kind_of, masker=masker
            )
            self._looked_at |= {frame.name: frame.value for frame in new}
        return self._outgoing

    def opening(self, messages: Sequence[Message], tools: Sequence[ToolSpec]) -> tuple[list[Message], list[ToolSpec]]:
        """Return messages and tools as they would leave now."""
        outgoing = self.outgoing()
        return outgoing.messages(messages, tools), outgoing.tools(tools)

    def leaving(self, arguments: str, recorder: SentRecorder) -> Leaving:
        """Return the arguments of a call as they may leave for a program that is not ours.

        Raises:
            ToolError: it can't be told what of them may leave.
        """
        outgoing = self.outgoing()
        told = outgoing.arguments(arguments)
        return Leaving(told, recorder.for_program(outgoing.level, placeholders_in(told, outgoing.vault)))

    def _knowledge_at_first(self, vault: Vault) -> Knowledge:
        masker = Masker(vault, KnownValues(), secrets_only=True)
        sizes = frozenset(rows for frame in self._frames.values() if (rows := known_rows(frame)) is not None)
        return Knowledge(schema_names(self._frames), as_told(self._frames), lambda _: None, masker, sizes)


def schema_names(frames: FrameCatalog) -> frozenset[str]:
    """Return the names of the frames and of their columns, also as they are told where they are long."""
    return as_told([*frames, *(name for frame in frames.values() for name in column_names(frame) or ())])


def as_told(names: Iterable[str]) -> frozenset[str]:
    """Return names also in the short forms in which they are told."""
    whole = list(names)
    return frozenset([*whole, *(short_text(name, length) for name in whole for length in SHORTENED_NAMES)])
