"""What is known of a part as bytes, and back: a hash of the rest, and a stream of Arrow with one row.

Each list of values is a cell of that row, in its own type; what is plain is JSON beside the schema. Nothing is
compressed, so that reading a file takes as much memory as its size says.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

import xxhash

from dpa_jupyter.errors import SessionError
from dpa_jupyter.quality.evidence import ValueCounts
from dpa_jupyter.quality.states.hashes import Hashes
from dpa_jupyter.quality.states.known import KeptSample, KnownPart
from dpa_jupyter.quality.states.scanned import ScannedColumn, ScannedNumbers, ScannedTexts

if TYPE_CHECKING:
    import pyarrow as pa
    from pydantic import TypeAdapter

VERSION: Final = 1
HEAD = b"head"
DIGEST_BYTES = 16


@dataclass(frozen=True, slots=True)
class Scanned:
    """What is plain of a scanned column."""

    name: str
    type: str
    present: int
    limit: int | None
    """Of its hashes; None without any."""
    numbers: ScannedNumbers | None
    texts: ScannedTexts | None


@dataclass(frozen=True, slots=True)
class Head:
    """What is plain of a part; the lists of each column have its place in their name."""

    version: Literal[1]
    rows: int
    scanned: tuple[Scanned, ...]
    counted: tuple[str, ...]
    distinct: dict[str, int]
    different_rows: int | None
    sampled: tuple[str, ...] | None


def to_bytes(part: KnownPart) -> bytes:
    """Write what is known of a part."""
    import pyarrow as pa

    cells = _cells(part)
    schema = pa.schema([(name, pa.large_list(each.type)) for name, each in cells.items()])
    rows = [pa.LargeListArray.from_arrays(pa.array([0, len(each)], pa.int64()), each) for each in cells.values()]
    schema = schema.with_metadata({HEAD: json.dumps(asdict(_head(part)))})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, schema) as writer:
        writer.write_batch(pa.record_batch(rows, schema=schema))
    body: bytes = sink.getvalue().to_pybytes()
    return xxhash.xxh3_128(body).digest() + body


def _head(part: KnownPart) -> Head:
    return Head(
        VERSION,
        part.rows,
        tuple(
            Scanned(name, kind, each.present, each.hashes.limit if each.hashes else None, each.numbers, each.texts)
            for (name, kind), each in part.scanned.items()
        ),
        tuple(part.counted),
        dict(part.distinct),
        part.different_rows,
        tuple(part.sample.columns) if part.sample else None,
    )


def _cells(part: KnownPart) -> dict[str, pa.Array]:
    import pyarrow as pa

    cells: dict[str, pa.Array] = {"rows": pa.array([part.rows])}
    for place, scanned in enumerate(part.scanned.values()):
        if scanned.hashes is not None:
            cells[f"hashes {place}"] = pa.array(scanned.hashes.values)
        if scanned.ends is not None:
            cells[f"ends {place}"] = scanned.ends
    for place, counts in enumerate(part.counted.values()):
        cells[f"values {place}"], cells[f"counts {place}"] = counts.values, counts.counts
    if part.sample is not None:
        cells["positions"] = pa.array(part.sample.positions)
        for place, column in enumerate(part.sample.columns.values()):
            cells[f"sample {place}"] = pa.concat_arrays(column.chunks) if column.chunks else pa.array([], column.type)
    return cells


def from_bytes(data: bytes) -> KnownPart:
    """Read what is known of a part, validated.

    Raises:
        SessionError: it is damaged, or of another version.
    """
    import pyarrow as pa
    from pydantic import ValidationError

    body = memoryview(data)[DIGEST_BYTES:]
    if xxhash.xxh3_128(body).digest() != data[:DIGEST_BYTES]:
        raise SessionError("damaged")
    try:
        with pa.ipc.open_stream(pa.py_buffer(body)) as reader:
            batch = reader.read_next_batch()
        batch.validate(full=True)
        head = _adapter().validate_json((batch.schema.metadata or {})[HEAD])
        return _part(head, {name: column[0].values for name, column in zip(batch.schema.names, batch, strict=True)})
    except (pa.ArrowException, ValidationError, KeyError, AttributeError, StopIteration, IndexError) as error:
        raise SessionError(f"no state of version {VERSION}: {type(error).__name__}") from None


def _part(head: Head, cells: dict[str, pa.Array]) -> KnownPart:
    return KnownPart(
        head.rows,
        {(each.name, each.type): _scanned(place, each, cells) for place, each in enumerate(head.scanned)},
        {
            name: ValueCounts(cells[f"values {place}"], cells[f"counts {place}"], is_complete=True)
            for place, name in enumerate(head.counted)
        },
        head.distinct,
        head.different_rows,
        _sample(head.sampled, cells) if head.sampled is not None else None,
    )


def _scanned(place: int, plain: Scanned, cells: dict[str, pa.Array]) -> ScannedColumn:
    hashes = None if plain.limit is None else Hashes(cells[f"hashes {place}"].to_numpy(), plain.limit)
    return ScannedColumn(plain.present, hashes, cells.get(f"ends {place}"), plain.numbers, plain.texts)


def _sample(names: tuple[str, ...], cells: dict[str, pa.Array]) -> KeptSample:
    import pyarrow as pa

    columns = {name: pa.chunked_array([cells[f"sample {place}"]]) for place, name in enumerate(names)}
    return KeptSample(cells["positions"].to_numpy(), columns)


def contents_to_bytes(found: Mapping[str, Sequence[str]]) -> bytes:
    """Write what pieces of files hold."""
    return json.dumps(found).encode()


def contents_from_bytes(data: bytes) -> Mapping[str, Sequence[str]]:
    """Read what pieces of files hold.

    Raises:
        SessionError: it is damaged.
    """
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(dict[str, tuple[str, ...]]).validate_json(data)
    except ValidationError:
        raise SessionError("damaged") from None


@cache
def _adapter() -> TypeAdapter[Head]:
    from pydantic import TypeAdapter

    return TypeAdapter(Head)
