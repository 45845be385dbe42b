"""The one place where a call is let through, put to the user, or refused; a tool never decides on itself.

What was decided goes to the audit log, whatever it was; what the user was asked or should know, to the run's events.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Literal, Protocol, TypeAlias

from dpa_jupyter.config import Mode
from dpa_jupyter.errors import SessionError, ToolError
from dpa_jupyter.events import ApprovalAsked, ApprovalDecided, Emit, Notice, Scope
from dpa_jupyter.safety.audit_log import AuditLog, Entry
from dpa_jupyter.safety.grants import Grants
from dpa_jupyter.safety.permissions import Action, Allow, Ask, Decision, Refuse, decide
from dpa_jupyter.sentence import sentence
from dpa_jupyter.surrogates import mended
from dpa_jupyter.tools.tool import Intent

MOST_SHOWN = 20_000
"""Characters: nobody should be asked about more than they can look at."""
MOST_REFUSALS = 3
"""How often in a run the user has to refuse a tool until it is refused without asking: no yes is to be had by wearing
them out."""


@dataclass(frozen=True, slots=True)
class Approval:
    """The answer to a question; the reason of a refusal goes back to the model."""

    granted: bool
    reason: str = ""
    decided_by: Literal["user", "policy"] = "user"
    scope: Scope = "once"


class Approver(Protocol):
    """Whoever may say yes."""

    async def ask(self, asked: ApprovalAsked) -> Approval:
        """Ask, and wait for the answer; where nobody can answer, refuse at once with the reason."""
        ...


class RefusingApprover:
    """Refuses at once, with the reason: for wherever nobody can answer."""

    def __init__(self, reason: str) -> None:
        self._reason = reason

    async def ask(self, asked: ApprovalAsked) -> Approval:
        """Refuse."""
        return Approval(granted=False, reason=self._reason, decided_by="policy")


@dataclass(frozen=True, slots=True)
class Consent:
    """Where leave comes from: who can be asked, what was allowed before, and the record of it all."""

    approver: Approver
    grants: Grants = field(default_factory=Grants)
    audit: AuditLog | None = None
    """None where no record is kept."""


class Gate:
    """Decides on the calls of one run."""

    def __init__(self, mode: Mode, consent: Consent, run: str, emit: Emit) -> None:
        self._mode = mode
        self._consent = consent
        self._run = run
        self._emit = emit
        self._turn = asyncio.Lock()
        self._refusals: Counter[str] = Counter()
        self._refused: set[_Shown] = set()
        self._audit = consent.audit

    async def refusal(self, call_id: str, tool: str, intent: Intent) -> ToolError | None:
        """Return why a call may not be made, in words for the model; None where it may."""
        approval = await self._approval(call_id, tool, intent)
        if approval.granted:
            return None
        reason = approval.reason or "no reason was given"
        if approval.decided_by == "user":
            return ToolError(sentence("the user did not allow this: {any}", any=reason))
        return ToolError(sentence("this is not allowed: {any}", any=reason))

    async def _approval(self, call_id: str, tool: str, intent: Intent) -> Approval:
        action = Action(intent.capability, intent.runs_code, intent.is_confined)
        decision = self._by_rule(action, tool, intent)
        if isinstance(decision, Ask):
            async with self._turn:  # one question at a time; the answer to another may have settled this one
                decision = self._by_rule(action, tool, intent)
                if isinstance(decision, Ask):
                    return await self._ask(call_id, tool, action, intent, decision)
        granted = isinstance(decision, Allow)
        approval = Approval(granted, decision.because, decided_by="policy")
        if not action.is_harmless:
            self._emit(_decided(call_id, approval))
        self._record(call_id, tool, intent, approval)
        return approval

    def _by_rule(self, action: Action, tool: str, intent: Intent) -> Decision:
        granted = self._consent.grants.holds(intent.capability, tool)
        decision = decide(action, self._mode, granted=granted)
        if not isinstance(decision, Ask):
            return decision
        if len(intent.code) > MOST_SHOWN:
            return Refuse(
                f"{len(intent.code):,} characters are too many to be looked at; at most {MOST_SHOWN:,} are asked"
            )
        if _shown(tool, intent) in self._refused:
            return Refuse("the user has refused the very same already")
        if self._refusals[tool] >= MOST_REFUSALS:
            return Refuse(f"the user has refused {tool} {MOST_REFUSALS} times and is not asked again in this run")
        return decision

    async def _ask(self, call_id: str, tool: str, action: Action, intent: Intent, why: Ask) -> Approval:
        asked = ApprovalAsked(
            call_id=call_id,
            tool=tool,
            question=intent.question,
            code=intent.code,
            capability=intent.capability,
            purpose=intent.purpose,
            because=why.because,
            touches=intent.touches,
            gaps=intent.gaps,
            displays=intent.displays,
            may_last=action.may_be_remembered,
        )
        self._emit(asked)
        approval = Approval(granted=False, reason="the run ended before there was an answer", decided_by="policy")
        try:
            approval = await self._consent.approver.ask(asked)
        finally:  # also where the run was stopped meanwhile
            self._remember(tool, action, intent, approval)
            self._emit(_decided(call_id, approval))
            self._record(call_id, tool, intent, approval)
        return approval

    def _remember(self, tool: str, action: Action, intent: Intent, approval: Approval) -> None:
        if approval.granted and approval.scope == "session" and action.may_be_remembered:
            self._consent.grants.give(intent.capability, tool)
        if not approval.granted and approval.decided_by == "user":
            self._refusals[tool] += 1
            self._refused.add(_shown(tool, intent))

    def _record(self, call_id: str, tool: str, intent: Intent, approval: Approval) -> None:
        if self._audit is None:
            return
        entry = Entry(
            at=datetime.now(UTC).isoformat(timespec="milliseconds"),
            run=self._run,
            call=call_id,
            tool=tool,
            capability=intent.capability,
            mode=self._mode,
            granted=approval.granted,
            decided_by=approval.decided_by,
            scope=approval.scope,
            reason=approval.reason,
            question=intent.question,
            shown=_hash_of(_shown(tool, intent)),
        )
        try:
            self._audit.append(entry)
        except SessionError as error:
            self._audit = None
            self._emit(
                Notice(f"Decisions are not on record any more: the audit log can't be written. {error}", "warning")
            )


_Shown: TypeAlias = tuple[str, str, str, str]


def _shown(tool: str, intent: Intent) -> _Shown:
    """Return what makes a request the very same as another."""
    return tool, intent.question, intent.code, repr((intent.purpose, intent.touches, intent.displays))


def _hash_of(shown: _Shown) -> str:
    return sha256(mended("\0".join(shown)).encode()).hexdigest()


def _decided(call_id: str, approval: Approval) -> ApprovalDecided:
    return ApprovalDecided(call_id, approval.granted, approval.decided_by, approval.reason, approval.scope)
