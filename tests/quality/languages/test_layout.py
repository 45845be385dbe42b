from __future__ import annotations

import ast

from hypothesis import given
from hypothesis import strategies as st

from dpa_jupyter.quality.languages.layout import in_double_quotes, source
from dpa_jupyter.quality.languages.recorder import Recorded, node_of, recorded

NAMES: st.SearchStrategy[Recorded] = st.sampled_from(["df", "pl", "a_rather_long_name_of_a_column"]).map(
    lambda name: recorded(name, Recorded)
)
VALUES = st.text(max_size=30) | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.none()


def grown(of: st.SearchStrategy[Recorded]) -> st.SearchStrategy[Recorded]:
    return st.one_of(
        st.builds(lambda first, second: first & second, of, of | VALUES),
        st.builds(lambda first, second: first | second, of, of),
        st.builds(lambda first, second: first - second, of, of),
        st.builds(lambda first, second: first / second, of, of),
        st.builds(lambda first, second: first == second, of, of | VALUES),
        st.builds(lambda first: ~first, of),
        st.builds(lambda first, *rest: first.when(*rest), of, of | VALUES, VALUES),
        st.builds(lambda first, option: first.str.then(option=option), of, of | VALUES),
        st.builds(lambda first, key: first[key], of, VALUES),
        st.builds(lambda first, values: first.is_in(values), of, st.lists(VALUES)),
        st.builds(lambda first, values: first.map(values), of, st.dictionaries(st.text(), VALUES)),
    )


@given(st.recursive(NAMES, grown, max_leaves=25), st.integers(0, 3))
def test_what_is_broken_into_lines_is_the_same_code(written: Recorded, depth: int) -> None:
    broken = f"(\n{source(node_of(written), depth)})"

    assert ast.dump(ast.parse(broken)) == ast.dump(ast.parse(in_double_quotes(broken)))
    assert ast.dump(ast.parse(broken)) == ast.dump(ast.parse(ast.unparse(node_of(written))))


@given(st.text())
def test_a_text_is_only_ever_a_literal(text: str) -> None:
    code = in_double_quotes(source(node_of(recorded("pl", Recorded).col(text))))

    call = ast.parse(code, mode="eval").body

    assert isinstance(call, ast.Call)
    assert [ast.literal_eval(argument) for argument in call.args] == [text]
    assert code.replace("\n", "").isprintable()
