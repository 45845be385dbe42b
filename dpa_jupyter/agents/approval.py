"""Puts every question and its answer on record, whoever answers."""

from __future__ import annotations

from dpa_jupyter.events import ApprovalAsked, ApprovalDecided, Emit
from dpa_jupyter.tools.tool import Approval, Approver


class RecordedApprover:
    """Wraps an approver for one call."""

    def __init__(self, approver: Approver, call_id: str, emit: Emit) -> None:
        self._approver = approver
        self._call_id = call_id
        self._emit = emit

    async def ask(self, tool: str, question: str, code: str) -> Approval:
        """Ask the wrapped approver, and emit both sides."""
        self._emit(ApprovalAsked(self._call_id, tool, question, code))
        approval = await self._approver.ask(tool, question, code)
        self._emit(ApprovalDecided(self._call_id, approval.granted, approval.decided_by, approval.reason))
        return approval


class RefusingApprover:
    """Refuses at once, with the reason: for wherever nobody can answer."""

    def __init__(self, reason: str) -> None:
        self._reason = reason

    async def ask(self, tool: str, question: str, code: str) -> Approval:
        """Refuse."""
        return Approval(granted=False, reason=self._reason, decided_by="policy")
