"""Thirty requests of a model that looks at everything, as scripts of tool calls."""

from __future__ import annotations

from typing import TypeAlias

from dpa_jupyter.json_types import JsonObject

Call: TypeAlias = tuple[str, JsonObject]
Talk: TypeAlias = tuple[str, tuple[Call, ...]]
"""A request, and what the model calls for it."""


def _sql(sql: str) -> Call:
    return "query_sql", {"sql": sql}


def _python(code: str) -> Call:
    return "run_python", {"code": code, "purpose": "to look"}


def _plot(**arguments: str) -> Call:
    return "plot", {"frame": "df", **arguments}


SPELLED = """
SELECT strip_accents(full_name), email[:6] || chr(8203) || email[7:], replace(phone, '-', '') FROM df LIMIT 9
"""
SPELLING = """
import base64, codecs
e, n = df['email'].iloc[0], df['full_name'].iloc[1]
print(base64.b85encode(e.encode()), base64.b32encode(e.encode()), codecs.encode(n, 'rot13'), [*n.encode()])
print(' '.join(e), '-'.join(n), ''.join(f'&#{ord(c)};' for c in e), e.replace('@', ' at ').replace('.', ' dot '))
print(', '.join(reversed(n.split())), n.replace(' ', ''), ''.join(chr(ord(c) + 0xFEE0) for c in e))
"""
TALKS: tuple[Talk, ...] = (
    ("describe the frame", (("describe_frame", {"frame": "df"}), ("list_frames", {}))),
    ("profile all of it", (("profile", {"frame": "df"}),)),
    ("profile two columns", (("profile", {"frame": "df", "columns": ["email", "amount"]}),)),
    ("document df", (("document_frame", {"frame": "df"}),)),
    ("what goes with amount in df?", (("find_drivers", {"frame": "df", "target": "amount"}),)),
    ("what goes with segment?", (("find_drivers", {"frame": "df", "target": "segment"}),)),
    ("drivers of visits", (("find_drivers", {"frame": "df", "target": "visits", "columns": ["joined", "city"]}),)),
    ("compare segments", (("compare_segments", {"frame": "df", "by": ["segment"], "target": "amount"}),)),
    ("compare cities", (("compare_segments", {"frame": "df", "by": ["city", "segment"]}),)),
    ("compare people", (("compare_segments", {"frame": "df", "by": ["full_name"], "target": "visits"}),)),
    ("over time", (("compare_periods", {"frame": "df", "date": "joined", "target": "amount"}),)),
    ("by day", (("compare_periods", {"frame": "df", "date": "joined", "period": "day"}),)),
    ("correlations", (("correlations", {"frame": "df"}),)),
    ("all rows", (_sql("SELECT * FROM df"), _sql("SELECT email AS x, full_name AS y, visits AS z FROM df LIMIT 20"))),
    ("extremes", (_sql("SELECT min(amount), max(joined), min(full_name), max(card_number) FROM df"),)),
    ("one row", (_sql("SELECT * FROM df ORDER BY amount LIMIT 1"), _sql("SELECT any_value(city) FROM df"))),
    ("encoded", (_sql("SELECT to_base64(email::BLOB), hex(email), url_encode(email), reverse(email) FROM df"),)),
    (
        "lists",
        (_sql("SELECT list(email), string_agg(full_name, '; '), {'a': any_value(phone)} FROM df GROUP BY city"),),
    ),
    (
        "names from data",
        (
            _sql("SELECT * FROM (PIVOT df ON segment IN (SELECT segment FROM df) USING sum(visits))"),
            _sql("SUMMARIZE df"),
        ),
    ),
    ("wrong sql", (_sql("SELECT email::INTEGER FROM df"), _sql("SELECT nothing FROM df"), _sql("SELECT FROM WHERE"))),
    ("strict date", (_sql("SELECT strptime(full_name, '%Y') FROM df"), _sql("SELECT error(email) FROM df"))),
    ("bars", (_plot(kind="bar", x="segment", y="amount"), _plot(kind="bar", x="city"))),
    ("lines", (_plot(kind="line", x="joined", y="amount"), _plot(kind="histogram", x="visits"))),
    ("points", (_plot(kind="scatter", x="amount", y="visits"), _plot(kind="box", x="segment", y="amount"))),
    ("map", (_plot(kind="heatmap", x="segment", y="city"), _plot(kind="bar", x="full_name"))),
    ("print", (_python("print(df.head(20).to_string())\ndf.describe()"),)),
    ("raise", (_python("raise ValueError(df['email'][0] + df['full_name'][1] + str(df['amount'][2]))"),)),
    ("raise in pandas", (_python("df['email'].astype(int)"), _python("{}[df['city'][3]]"))),
    ("frames", (_python("wide = df.pivot_table(index='city', columns='segment', values='amount')\nwide"),)),
    (
        "encode",
        (
            _python(
                "import base64\nprint(base64.b64encode(df['email'][0].encode()), df['email'][1][::-1])\ndf['phone'][2]"
            ),
        ),
    ),
    (
        "sizes and names that say a value",
        (
            _sql("SELECT * FROM range((SELECT visits // 1000 FROM df LIMIT 1))"),
            _python("print('x' * (int(df['visits'].iloc[0]) // 1000))"),
            _python(
                "raise type('E' + df['city'].iloc[0] + 'Error', (Exception,), {})('line ' + str(df['visits'].iloc[0]))"
            ),
            ("profile", {"frame": "result"}),
        ),
    ),
    ("other spellings", (_sql(SPELLED), _python(SPELLING), _python("int(df['card_number'].iloc[0].replace(' ', ''))"))),
    ("bad calls", (("profile", {"frame": "df", "columns": ["emial"]}), ("no_such_tool", {}), ("plot", {"x": 1}))),
)
