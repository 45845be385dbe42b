"""Python that a model wrote, run on frames in a process of its own."""

from __future__ import annotations

import ast
import asyncio
import warnings
from collections.abc import Mapping, Sequence
from typing import cast

from dpa_jupyter.displays import CodeDisplay, Display, TextDisplay
from dpa_jupyter.errors import ToolError
from dpa_jupyter.findings import CodeOutcome
from dpa_jupyter.frames.card import card
from dpa_jupyter.frames.catalog import FrameCatalog
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.scalars import short_text
from dpa_jupyter.json_types import Json
from dpa_jupyter.sandbox.code_runner import CodeLimits, CodeResult
from dpa_jupyter.sandbox.layers import LAYERS
from dpa_jupyter.sentence import Sentence, sentence
from dpa_jupyter.tools.function_tool import tool
from dpa_jupyter.tools.result_frames import in_library_of
from dpa_jupyter.tools.tables import frame_display
from dpa_jupyter.tools.tool import Intent, Observation, ToolContext

CARD_TOKENS = 1_500
"""Of one new frame; several share four times as much."""
PURPOSE_LENGTH = 200
CODE_LENGTH = 20_000
"""Characters."""
TOLD_LENGTH = 6_000
"""Characters of printed text that the model is told."""
SHOWN_LENGTH = 20_000
"""Characters of printed text that the person is shown."""


async def _intent(context: ToolContext, code: str, frames: list[str] | None = None, purpose: str = "") -> Intent:
    """Say what the code is given; code that is no Python, or too long to be read, is refused before anyone is asked."""
    if len(code) > CODE_LENGTH:
        raise ToolError(
            sentence(
                "the code has {any} characters; a person can't judge more than {size:,} at once.",
                any=f"{len(code):,}",
                size=CODE_LENGTH,
            )
        )
    names = ", ".join(_named_frames(code, frames, context.frames))
    report = await context.code_runner.layers()
    return Intent(
        capability="compute",
        question=f"Run this Python code{f' on {names}' if names else ''}?",
        purpose=short_text(" ".join(purpose.split()), PURPOSE_LENGTH),
        code=code,
        touches=(f"copies of {names}; your own frames never change" if names else "no frame",),
        runs_code=True,
        is_confined=report.confined,
        gaps=tuple(f"{LAYERS[state.name].title}: {state.detail}" for state in report.missing_essentials),
    )


@tool(level="compute", alone=True, intent=_intent)
async def run_python(
    context: ToolContext, code: str, frames: list[str] | None = None, purpose: str = ""
) -> Observation:
    """Run Python code on frames, where no other tool does what is needed; the user may be asked first.

    Frames are there under their names, as pandas, Polars or pyarrow, and pd, pl, np, pa and plt are ready. The code
    runs in a sandbox apart from the kernel, on copies: the user's frames never change. Variables stay for the next
    call. There is no network, no other process (no subprocess, no multiprocessing; threads work), and no file but those
    in the allowed folders, by absolute path, and in the current, temporary one. What comes back: printed text, the
    value of the last expression, open figures, and new or changed frames (a changed `df` as `df_2`).

    Args:
        context: The frames, and the limits of the call.
        code: The code; end it with the expression whose value is wanted.
        frames: Names of frames to have at hand; left out, those that the code names.
        purpose: What the code is for, in one sentence for the user.
    """
    named = _named_frames(code, frames, context.frames)
    context.progress("running Python code", None)
    limits = CodeLimits(context.time_limit, context.memory_limit, context.output_limit)
    result = await context.code_runner.run(code, named, limits)
    made = await asyncio.to_thread(_take_in, result, list(named.values()), context.frames)
    outcome = await asyncio.to_thread(_outcome, result, made)
    value = made[-1].value if made else result.value
    return Observation(cast("Json", outcome), value, _displays(code, result, made), ok=result.ok)


def _named_frames(code: str, frames: Sequence[str] | None, catalog: FrameCatalog) -> Mapping[str, Frame]:
    """Find the frames to hand over."""
    try:
        with warnings.catch_warnings(action="ignore"):
            tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ToolError(_invalid(error)) from error
    if frames is None:
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        return {name: catalog[name] for name in catalog if name in names}
    return {name: catalog[name] for name in frames}


def _invalid(error: Exception) -> Sentence:
    if isinstance(error, SyntaxError) and error.lineno:
        form = "the code is no valid Python, line {size}: {any}"
        return sentence(form, size=error.lineno, any=error.msg)
    text = error.msg if isinstance(error, SyntaxError) else str(error) or type(error).__name__
    return sentence("the code is no valid Python, {any}", any=text)


def _take_in(result: CodeResult, given: Sequence[Frame], catalog: FrameCatalog) -> list[Frame]:
    parents = [frame.name for frame in given]
    return [
        catalog.add(in_library_of(given, table), name, parents=parents, is_faithful=True)
        for name, table in result.frames.items()
    ]


def _outcome(result: CodeResult, made: Sequence[Frame]) -> CodeOutcome:
    tokens = min(CARD_TOKENS, 4 * CARD_TOKENS // max(1, len(made)))
    return CodeOutcome(
        ok=result.ok,
        printed=_shortened(result.printed, TOLD_LENGTH),
        error=result.error,
        value=result.value,
        frames=[card(frame, tokens=tokens) for frame in made],
        pictures=[f"{picture.title}: {picture.alt_text}" for picture in result.pictures],
    )


def _displays(code: str, result: CodeResult, made: Sequence[Frame]) -> tuple[Display, ...]:
    texts = {"": result.printed, "Error": result.error}
    return (
        CodeDisplay("python", code),
        *(TextDisplay(_shortened(text, SHOWN_LENGTH), title) for title, text in texts.items() if text),
        *map(frame_display, made),
        *result.pictures,
    )


def _shortened(text: str, most: int) -> str:
    """Keep the beginning and the end, which tell most."""
    if len(text) <= most:
        return text
    return f"{text[: most // 2]}\n… {len(text) - most:,} characters left out …\n{text[-(most // 2) :]}"
