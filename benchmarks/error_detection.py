"""How well wrong cells are found and mended without labels, and how often right ones are flagged.

    uv run python benchmarks/error_detection.py

The sets `hospital` and `beers` come with their truth (Raha, Mahdavi et al., SIGMOD 2019); cells are compared by
position, without white space at the ends, and a word for missing in place of nothing is an error. For each kind of
error, the sample data of the notebooks and the clean twins get that error in one of fifty cells that can have it.
"""

from __future__ import annotations

import random
import re
import string
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import polars as pl

from dpa_jupyter.frames.recognition import recognise
from dpa_jupyter.quality.engines.duckdb.engine import DuckDBEngine
from dpa_jupyter.quality.examine import examine
from dpa_jupyter.quality.failing_cells import failing_cells
from dpa_jupyter.quality.finding import Finding

Cell: TypeAlias = tuple[int, str]
Spoil: TypeAlias = Callable[[str, list[str]], str]
"""From a text and all texts of its column to a wrong one, or the same where it can't have the error."""

ROOT = Path(__file__).parents[1]
SETS = ("hospital", "beers")
RATE = 0.02
MOST_ROWS = 5_000
RANDOM = random.Random(20261121)


@dataclass(frozen=True)
class Flagged:
    """What was found in a table."""

    cells: frozenset[Cell]
    proposed: dict[Cell, str]
    """By the most certain finding with a fix."""
    sure: dict[Cell, str]
    """The same of fixes of high confidence."""


def flagged(table: pl.DataFrame) -> Flagged:
    frame = recognise("table", table)
    assert frame is not None
    engine = DuckDBEngine(frame)
    *_, evidence = engine.evidence(lambda _what, _share: None)
    found = examine(engine, evidence)
    cells = failing_cells(engine, found)
    flagged_cells = zip(cells["row"].to_pylist(), cells["column"].to_pylist(), strict=True)
    return Flagged(frozenset(flagged_cells), proposals(engine, found), proposals(engine, list(filter(is_sure, found))))


def is_sure(found: Finding) -> bool:
    return bool(found.fixes) and found.fixes[0].confidence == "high"


def proposals(engine: DuckDBEngine, found: list[Finding]) -> dict[Cell, str]:
    best: dict[Cell, str] = {}
    for cell in failing_cells(engine, found).to_pylist():
        if cell["changes"]:
            best.setdefault((cell["row"], cell["column"]), (cell["proposed"] or "").strip())
    return best


def texts(table: pl.DataFrame) -> dict[Cell, str]:
    columns = {name: table[name].cast(pl.String).fill_null("").to_list() for name in table.columns}
    return {(row, name): text.strip() for name, column in columns.items() for row, text in enumerate(column)}


def score(truth: set[Cell], found: frozenset[Cell]) -> tuple[float, float, float]:
    right = len(truth & found)
    precision, recall = right / max(1, len(found)), right / max(1, len(truth))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def known_errors() -> None:
    print("set        precision  recall     F1  flagged on clean  wrong  after fixes  broken  broken, high")
    for name in SETS:
        folder = ROOT / "benchmarks" / "data" / "errors"
        dirty, clean = (pl.read_parquet(folder / f"{name}_{kind}.parquet") for kind in ("dirty", "clean"))
        clean = clean.rename(dict(zip(clean.columns, dirty.columns, strict=True)))
        is_now, should_be = texts(dirty), texts(clean)
        truth = {cell for cell, text in is_now.items() if text != should_be[cell]}
        found, on_clean = flagged(dirty), flagged(clean)
        mended = is_now | found.proposed
        left = sum(text != should_be[cell] for cell, text in mended.items())
        broken = sum(text != should_be[cell] for cell, text in found.proposed.items() if cell not in truth)
        sure = sum(text != should_be[cell] for cell, text in found.sure.items() if cell not in truth)
        precision, recall, f1 = score(truth, found.cells)
        share = len(on_clean.cells) / len(should_be)
        figures = f"{precision:9.3f} {recall:7.3f} {f1:6.3f} {share:17.2%}"
        print(f"{name:10} {figures} {len(truth):6} {left:12} {broken:7} {sure:13}")


def is_number(text: str) -> bool:
    return bool(re.fullmatch(r"-?\d+(\.\d+)?", text)) and float(text) != 0


def is_wordy(text: str) -> bool:
    return sum(map(str.isalpha, text)) >= 4


def mistyped(text: str, _: list[str]) -> str:
    if not is_wordy(text):
        return text
    place = RANDOM.choice([at for at, character in enumerate(text) if character.isalpha()])
    letter, rest = RANDOM.choice(string.ascii_lowercase), text[place + 1 :]
    return text[:place] + RANDOM.choice([letter + rest, rest, letter + text[place:], rest[:1] + text[place] + rest[1:]])


SPOILS: dict[str, Spoil] = {
    "misspelt": mistyped,
    "letter for a sign": lambda text, _: text.replace(RANDOM.choice(text), "x") if len(text) > 1 else text,
    "word for missing": lambda text, _: RANDOM.choice(["N/A", "null", "?", "unknown", "-", "none"]),
    "case": lambda text, _: text.upper() if is_wordy(text) else text,
    "white space": lambda text, _: RANDOM.choice([f"{text} ", f" {text}"]),
    "value of another row": lambda text, column: RANDOM.choice(column),
    "unit": lambda text, _: f"{text} kg" if is_number(text) else text,
    "percent sign": lambda text, _: f"{text}%" if is_number(text) else text,
    "decimal comma": lambda text, _: text.replace(".", ",") if is_number(text) else text,
    "another scale": lambda text, _: f"{float(text) * RANDOM.choice([10, 100, 1000]):g}" if is_number(text) else text,
    "lost sign": lambda text, _: f"-{text}" if is_number(text) and text[0] != "-" else text,
    "number for missing": lambda text, _: RANDOM.choice(["999999", "-999"]) if is_number(text) else text,
    "wrong encoding": lambda text, _: text.replace("e", "Ã©", 1) if is_wordy(text) else text,
    "entity": lambda text, _: text.replace(" ", "&nbsp;", 1),
    "cut off": lambda text, _: text[: len(text) // 2] if is_wordy(text) and len(text) > 7 else text,
    "stray signs": lambda text, _: text + RANDOM.choice(["-*", "*", "#"]),
}


def spoilt(table: pl.DataFrame, spoil: Spoil) -> tuple[pl.DataFrame, set[Cell]]:
    truth: set[Cell] = set()
    columns: dict[str, list[str]] = {}
    for name in table.columns:
        column = table[name].to_list()
        columns[name] = list(column)
        for row, text in enumerate(column):
            wrong = spoil(text, column) if text and RANDOM.random() < RATE else text
            if wrong != text:
                columns[name][row] = wrong
                truth.add((row, name))
    return pl.DataFrame(columns), truth


def clean_tables() -> dict[str, pl.DataFrame]:
    data = ROOT / "notebooks" / "data"
    tables = {name: pl.read_parquet(ROOT / "benchmarks" / "data" / "errors" / f"{name}_clean.parquet") for name in SETS}
    tables |= {name: pl.read_csv(data / f"{name}.csv", infer_schema=False) for name in ("planes", "telco_churn")}
    tables["flights"] = pl.read_parquet(data / "flights.parquet").sample(MOST_ROWS, seed=1).cast(pl.String)
    return {name: table.head(MOST_ROWS).fill_null("") for name, table in tables.items()}


def injected_errors() -> None:
    tables = clean_tables()
    print(f"\n{'flagged on clean tables:':24}", end="")
    for name, table in tables.items():
        print(f"  {name} {len(flagged(table).cells) / (table.height * table.width):.2%}", end="")
    print(f"\n\n{'error':24} {'cells':>6} {'recall':>7} {'precision':>10}")
    for kind, spoil in SPOILS.items():
        wrong = found = right = 0
        for table in tables.values():
            dirty, truth = spoilt(table, spoil)
            cells = flagged(dirty).cells if truth else frozenset()
            wrong, found, right = wrong + len(truth), found + len(cells), right + len(truth & cells)
        print(f"{kind:24} {wrong:6} {right / max(1, wrong):7.2f} {right / max(1, found):10.2f}", flush=True)


if __name__ == "__main__":
    known_errors()
    injected_errors()
