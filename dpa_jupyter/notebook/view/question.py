"""A question to the user, with all that there is to know before an answer; and the answer, once it is given."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.displays import CodeDisplay, Display
from dpa_jupyter.events import ApprovalAsked, ApprovalDecided
from dpa_jupyter.frames.differences.wording import difference_text
from dpa_jupyter.harmless import visible
from dpa_jupyter.notebook.view.disguises import lookalikes, without_empty_space
from dpa_jupyter.notebook.view.escape import html_text, one_line
from dpa_jupyter.notebook.view.html_displays import displays_html
from dpa_jupyter.notebook.view.tables import table_text
from dpa_jupyter.notebook.view.transcript import Call
from dpa_jupyter.notebook.view.view import Offer
from dpa_jupyter.wording import counted

LONGEST_FACT = 600
LONGEST_REASON = 300
LONGEST_TYPED = 500


def question_html(call: Call) -> str:
    """Write what the user was asked and the answer; or, where they were not asked, what a rule said."""
    asked, decided = call.question, call.decision
    if asked is None:
        return f'<p class="dpa-decision">{_decision_html(decided)}</p>' if decided is not None else ""
    answer = f' <span class="dpa-decision">{_decision_html(decided)}</span>' if decided is not None else ""
    purpose = _purpose_html(asked.purpose) if asked.purpose else ""
    return "".join(
        [
            f'<div class="dpa-question{" dpa-open" if decided is None else ""}">',
            f'<p class="dpa-asked">{html_text(asked.question)}{answer}</p>{purpose}',
            "" if _is_shown_below(call) else _code_html(asked.code),
            *displays_html(display for display in asked.displays if display not in call.displays),
            _facts_html(asked) if decided is None else "",
            "</div>",
        ]
    )


def answers_html(offer: Offer) -> str:
    """Write the buttons; `live.js` gives them life."""
    lasting = '<button type="button" value="session" disabled>Allow for this session</button>' if offer.may_last else ""
    return (
        f'<div class="dpa-leave" role="group" aria-label="Your answer" data-key="{html_text(offer.key)}">'
        f'<button type="button" value="once" disabled>Allow once</button>{lasting}'
        f'<button type="button" value="no" disabled>Don\'t allow</button>'
        f'<input type="text" maxlength="{LONGEST_TYPED}" disabled aria-label="Why not; the model is told" '
        f'placeholder="why not (the model is told)"><small>{html_text(offer.elsewhere)}</small></div>'
    )


def question_text(asked: ApprovalAsked) -> str:
    """Write a question as lines; those of the code are marked, so that none of it can pass for words of ours."""
    lines = [visible(asked.question), *(f"  {name:<14} {one_line(fact)}" for name, fact in _facts(asked))]
    if asked.purpose:
        lines.insert(1, f"  {'purpose':<14} “{one_line(asked.purpose, LONGEST_FACT)}” (the model's words)")
    lines += [f"  │ {line}" for line in visible(without_empty_space(asked.code)).splitlines()]
    lines += [f"\n{text}" for text in map(_display_text, asked.displays) if text]
    return "\n".join(lines)


def _display_text(display: Display) -> str:
    if display.kind == "difference":
        return visible(difference_text(display))
    return table_text(display) if display.kind == "table" else ""


def decision_text(decided: ApprovalDecided) -> str:
    """Write an answer in a few words."""
    reason = f": {one_line(decided.reason, LONGEST_REASON)}" if decided.reason else ""
    if decided.decided_by == "policy":
        return f"{'allowed' if decided.granted else 'refused'} by rule{reason}"
    if decided.granted:
        return "you allowed it for this session" if decided.scope == "session" else "you allowed it once"
    return f"you refused it{reason}"


def _facts(asked: ApprovalAsked) -> Iterator[tuple[str, str]]:
    if asked.touches:
        yield "may touch", "; ".join(asked.touches)
    if asked.gaps:
        yield "not confined", "; ".join(asked.gaps)
    if odd := lookalikes(asked.question, asked.code, *asked.touches):
        yield "take care", f"not the letters that they look like: {'; '.join(odd)}"
    if asked.because:
        yield "asked because", asked.because


def _facts_html(asked: ApprovalAsked) -> str:
    rows = "".join(
        f'<dt class="dpa-{name.partition(" ")[0]}">{name.capitalize()}</dt>'
        f"<dd>{html_text(one_line(fact, LONGEST_FACT))}</dd>"
        for name, fact in _facts(asked)
    )
    return f'<dl class="dpa-facts">{rows}</dl>' if rows else ""


def _purpose_html(purpose: str) -> str:
    return f'<p class="dpa-purpose" dir="auto">“{html_text(one_line(purpose, LONGEST_FACT))}”</p>'


def _code_html(code: str) -> str:
    """Write all of the code: nobody should approve what they have not seen."""
    if not code:
        return ""
    code = without_empty_space(code)
    lines = code.count("\n") + 1
    more = f"<p>{counted(lines, 'line')}</p>" if lines > 20 else ""  # past the fold of its box
    return f"{more}<pre><code>{html_text(code)}</code></pre>"


def _decision_html(decided: ApprovalDecided) -> str:
    text = decision_text(decided)
    return html_text(text[:1].upper() + text[1:])


def _is_shown_below(call: Call) -> bool:
    """Tell whether the call, which is over, shows the same code among its displays."""
    return any(
        isinstance(shown, CodeDisplay) and shown.source == call.question.code
        for shown in call.displays
        if call.question
    )
