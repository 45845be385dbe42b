"""Rules of a frame that a model wrote, kept once the user has seen each as a sentence and said yes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

from dpa_jupyter.displays import TableDisplay
from dpa_jupyter.findings import KeptRules, ProposedRule
from dpa_jupyter.frames.scalars import short_text
from dpa_jupyter.json_types import Json
from dpa_jupyter.tools.function_tool import tool
from dpa_jupyter.tools.quality_findings import measured, plain
from dpa_jupyter.tools.tool import Intent, Observation, ToolContext
from dpa_jupyter.wording import NO_MEANING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dpa_jupyter.quality.rules.judging import Judged
    from dpa_jupyter.quality.rules.rules import Rules

JUDGED, NEW = "judged", "new rules"
LONGEST = 300


async def _intent(context: ToolContext, frame: str, yaml: str) -> Intent:
    """Read the rules and hold them against the frame as it is, so that the user sees what they come to."""
    new, judged = await asyncio.to_thread(_read, context, frame, yaml)
    context.prepared[NEW], context.prepared[JUDGED] = new, judged
    if not new:
        return Intent(capability="read", question=f"Compare rules with those of {frame}?")
    number = f"{len(new)} rules" if len(new) > 1 else "a rule"
    return Intent(
        capability="kernel",
        question=f"Keep {number} for {frame}?",
        touches=(
            f"the rules of {frame}, which hold in later kernels, too; `%dpa rules remove {frame} …` takes one back",
        ),
        code=new.to_yaml(),
        displays=(_display(frame, judged),),
    )


@tool(level="kernel", alone=True, intent=_intent)
def propose_rules(context: ToolContext, frame: str, yaml: str) -> Observation:
    """Propose rules that a frame shall be held against by quality from now on; the user sees them and decides.

    Call it only where the user asks for rules. The YAML is `version: 1` and `rules:`, a list of objects with `test`
    and what it takes: not_missing (column), unique (columns), range (column, at_least, more_than, at_most, less_than:
    numbers, dates, or a text such as "today - 7 days"), values and not_values (column, values), matches (column,
    pattern of RE2 for the whole text), length (column, at_least, at_most), type (column, type: integer, number, text,
    boolean, date, datetime), columns (columns, in_order, no_others), compare (column, operator, other), expression
    (expression such as total == price * quantity), row_count (at_least, at_most), fresh (column, within: 7 days),
    refers (column, frame, to). Each may have where (an expression), share ("at least 99 %"), severity (critical, high,
    medium, low, note), name and because.

    Args:
        context: The frames, and where rules are kept.
        frame: The name of a frame.
        yaml: The rules as YAML.
    """
    new, judged = cast("Rules", context.prepared[NEW]), cast("Sequence[Judged]", context.prepared[JUDGED])
    if new:
        shelf = context.rules()
        shelf.keep(frame, shelf.of(frame) + new)
    told = KeptRules(
        frame=frame,
        status="kept" if new else "nothing new",
        rules=[ProposedRule(rule=short_text(each.rule.title, LONGEST), status=each.status) for each in judged],
    )
    return Observation(cast("Json", told), displays=(_display(frame, judged),) if new else ())


def _read(context: ToolContext, frame: str, yaml: str) -> tuple[Rules, list[Judged]]:
    from dpa_jupyter.quality.rules.judging import RuleBook, judge
    from dpa_jupyter.quality.rules.rules import Rules

    found, known = context.frames[frame], context.rules().of(frame)
    new = Rules(tuple(rule for rule in Rules.from_yaml(yaml, "the YAML") if rule not in known.rules))
    snapshot = measured(context, found)
    book = RuleBook(new.rules, found, context.frames)
    return new, judge(context.study().engine(found), snapshot.evidence, book)


def _display(frame: str, judged: Sequence[Judged]) -> TableDisplay:
    from dpa_jupyter.quality.rules.wording import sentence_of

    rows = tuple(
        (
            plain(sentence_of(each.rule)),
            each.status,
            NO_MEANING if each.failed is None or each.says_most else round(each.failed.value),
            each.rule.severity,
        )
        for each in judged
    )
    return TableDisplay(f"Rules of {frame}", ("rule", "now", "rows that fail", "severity"), rows)
