"""Parquet files in stretches: what is known of row groups that were looked at before, and runs of others."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import xxhash

from dpa_jupyter.quality.engines.duckdb.parquet_files import ParquetFiles
from dpa_jupyter.quality.engines.duckdb.parts import Division, Stretch
from dpa_jupyter.quality.states.store import Key, StateStore

RUNS = 8
"""What is new is measured in about so many runs of whole files, so that later fewer are measured again with a file."""
SETTLED = 2.0
"""Seconds after which a file that is written again has another time, whatever the file system."""


def divide(files: ParquetFiles, schema: str, store: StateStore) -> Division:
    """Find the stretches that are known, in whatever order and files they are now."""
    states = tuple(files.states())
    contents, ends = _contents(files, states, store), [group.stop for group in files.groups]
    known = _known_stretches(contents, ends, schema, set(store.known(schema)))
    places = {0: 0, **{end: place for place, end in enumerate(ends, 1)}}

    def key_of(start: int, stop: int) -> Key:
        return _key(schema, stop - start, contents[places[start] : places[stop]])

    return Division(tuple(_with_new(files, contents, schema, known)), files=states, key_of=key_of)


def _contents(files: ParquetFiles, states: Sequence[tuple[str, int, int]], store: StateStore) -> list[str]:
    """Return a hash of each row group; files that were not written since are not read for it."""
    before = store.contents()
    marks = [f"{state[0]}|{state[1]}|{state[2]}|{files.footer(file)}" for file, state in enumerate(states)]
    found = {mark: before[mark] if mark in before else files.contents(file) for file, mark in enumerate(marks)}
    settled = {
        mark: found[mark]
        for mark, state in zip(marks, states, strict=True)
        if mark not in before and time.time() - state[2] / 1e9 > SETTLED
    }
    if settled:
        store.save_contents({**before, **settled})
    return [found[marks[group.file]][group.place] for group in files.groups]


def _known_stretches(
    contents: Sequence[str], ends: Sequence[int], schema: str, known: set[Key]
) -> dict[int, tuple[int, Key]]:
    """Return where known stretches end, by the row groups that they begin with; the longest come first."""
    sizes, places = sorted({key.rows for key in known}, reverse=True), {end: place for place, end in enumerate(ends, 1)}
    found: dict[int, tuple[int, Key]] = {}
    place = 0
    while place < len(contents):
        start = ends[place - 1] if place else 0
        fitting = [places[start + size] for size in sizes if start + size in places]
        keys = ((stop, _key(schema, ends[stop - 1] - start, contents[place:stop])) for stop in fitting)
        longest = next(((stop, key) for stop, key in keys if key in known), None)
        if longest is not None:
            found[place] = longest
        place = longest[0] if longest is not None else place + 1
    return found


def _with_new(
    files: ParquetFiles, contents: Sequence[str], schema: str, known: dict[int, tuple[int, Key]]
) -> Iterator[Stretch]:
    """List the known stretches and, between them, runs of what is new."""
    groups, place = files.groups, 0
    while place < len(groups):
        if place in known:
            stop, key = known[place]
        else:
            stop = place + 1
            while stop < len(groups) and stop not in known and not _ends_run(files, place, stop):
                stop += 1
            key = _key(schema, groups[stop - 1].stop - groups[place].start, contents[place:stop])
        yield Stretch(groups[place].start, groups[stop - 1].stop, key)
        place = stop


def _ends_run(files: ParquetFiles, first: int, place: int) -> bool:
    """Tell whether a run ends before a row group: with a file, where it is long enough or began within one."""
    begun, group = files.groups[first], files.groups[place]
    is_next_file = group.file != files.groups[place - 1].file
    return is_next_file and (group.start - begun.start >= files.rows // RUNS or begun.start not in files.starts)


def _key(schema: str, rows: int, contents: Sequence[str]) -> Key:
    return Key(schema, rows, xxhash.xxh3_128_hexdigest("".join(contents).encode()))
