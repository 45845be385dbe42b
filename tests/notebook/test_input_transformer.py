"""What IPython makes of our lines before it runs them."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from IPython.core.inputtransformer2 import TransformerManager

from dpa_jupyter.notebook.input_transformer import install, uninstall


def transformed(cell: str) -> str:
    manager = TransformerManager()
    install(manager)
    return manager.transform_cell(cell)


def calls(code: str) -> list[tuple[str, list[object]]]:
    """List the magics that this code calls, with their arguments."""
    found = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call) and node.args]
    return [(ast.unparse(call.func).split(".")[-1], [ast.literal_eval(arg) for arg in call.args]) for call in found]


@pytest.mark.parametrize(
    "request_text", ["analyze churn in df", "what is churn?", "why {x} at $100?", "it's 'odd' \"so\"", "🎉?"]
)
def test_a_cell_that_holds_only_the_magic_gets_an_empty_body(request_text: str) -> None:
    assert calls(transformed(f"%%dpa {request_text}")) == [("run_cell_magic", ["dpa", request_text, "\n"])]


ONE_LINE = (
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1)
    .map(str.strip)
    .filter(lambda text: bool(text) and not text.endswith("\\") and set(text) != {"?"} and len(text.splitlines()) == 1)
)


@given(ONE_LINE)
def test_a_line_reaches_the_magic_word_for_word(request_text: str) -> None:
    assert calls(transformed(f"%dpa {request_text}")) == [("run_line_magic", ["dpa", request_text])]


@given(ONE_LINE)
def test_an_assigned_line_reaches_the_magic_word_for_word(request_text: str) -> None:
    assert calls(transformed(f"y = %dpa {request_text}")) == [("run_line_magic", ["dpa", request_text])]


def test_lines_around_ours_are_left_alone() -> None:
    code = transformed("x = 1\nfor i in range(2):\n    %dpa what's {i}?\n    print(i)\ny = x?")
    assert code.startswith(
        "x = 1\nfor i in range(2):\n    get_ipython().run_line_magic('dpa', \"what's {i}?\");\n    print(i)\n"
    )


def test_a_string_that_looks_like_our_line_stays_a_string() -> None:
    cell = "text = '''\n%dpa what is this?\n'''\n"
    assert transformed(cell) == cell


@pytest.mark.parametrize("cell", ["%dpa?", "%%dpa?", "%dpa??"])
def test_a_question_mark_alone_still_asks_for_help(cell: str) -> None:
    assert "pinfo" in transformed(cell)


def test_another_magic_with_a_longer_name_is_not_ours() -> None:
    assert "'dpax'" in transformed("%dpax what?\n") or "pinfo" in transformed("%dpax what?\n")


def test_uninstalling_leaves_the_manager_as_it_was() -> None:
    manager = TransformerManager()
    before = (list(manager.cleanup_transforms), list(manager.token_transformers))
    install(manager)
    install(manager)
    uninstall(manager)
    assert (manager.cleanup_transforms, manager.token_transformers) == before
