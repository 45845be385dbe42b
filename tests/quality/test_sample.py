"""Which rows stand for a frame."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from dpa_jupyter.quality.engines.tables.sample import StreamSample, position_hashes, sampled_positions


@given(st.integers(1, 3_000), st.integers(1, 3_000))
def test_the_rows_with_the_smallest_hashes_are_drawn_in_order(rows: int, wanted: int) -> None:
    expected = np.sort(np.argsort(position_hashes(0, rows))[:wanted])

    assert sampled_positions(rows, wanted).tolist() == expected.tolist()


@given(st.lists(st.integers(0, 500), max_size=12), st.integers(1, 400))
def test_a_stream_gives_the_same_rows_as_a_frame_whose_length_is_known(batches: list[int], wanted: int) -> None:
    sample = StreamSample(pa.schema([("place", pa.int64())]), wanted)
    start = 0
    for size in batches:
        sample.add(pa.record_batch({"place": np.arange(start, start + size)}))
        start += size

    table, positions = sample.take(wanted)

    assert sample.rows == start
    assert positions.tolist() == sampled_positions(start, wanted).tolist()
    assert table.column("place").to_pylist() == positions.tolist()
