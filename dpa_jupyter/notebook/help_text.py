"""The one help text: `%dpa help`, `%dpa --help`, `%dpa?` and `%%dpa?` all show it."""

from __future__ import annotations

from dpa_jupyter.notebook.grammar import COMMANDS, OPTIONS, VERBS

EXAMPLES = """\
    %%dpa analyze churn in df
    %dpa how many rows have no total_charges in df?
    answer = %dpa mean monthly_charges by contract in df
    %%dpa --model openai/gpt-5 --max-steps 10 compare @this_year with @last_year"""


def help_text() -> str:
    """Write the help from the grammar, so that they can't drift apart."""
    options = [(_option_words(option.name, option.short, option.value), option.help) for option in OPTIONS]
    commands = [(f"%dpa {name}", about) for name, (_, about) in COMMANDS.items()]
    return "\n".join(
        (
            "Ask about the data frames in this kernel, in plain words.",
            "",
            "    %%dpa [options] request      a cell; lines below extend the request",
            "    %dpa [options] request       a line; gives its result back",
            "",
            f"The first word may say what is wanted: {', '.join(VERBS)}.",
            "Frames are found by name: `in df`, `on df1,df2`, `@df`, `@df[column]`.",
            "",
            "Examples",
            EXAMPLES,
            "",
            "Options, before the request; `--` ends them",
            *_columns(options),
            "",
            "Administration",
            *_columns(commands),
            "",
            "The result is in _dpa: .text .value .frames .figures .code .steps .quality .usage .cost .lineage .changes",
            "Settings: %config Dpa, c.Dpa.… in ipython_config.py, or DPA_… in the environment.",
        )
    )


def _option_words(name: str, short: str | None, value: str | None) -> str:
    return f"{f'-{short}, ' if short else '    '}--{name}{f' {value}' if value else ''}"


def _columns(pairs: list[tuple[str, str]]) -> list[str]:
    width = max(len(left) for left, _ in pairs)
    return [f"    {left:<{width}}  {right}" for left, right in pairs]
