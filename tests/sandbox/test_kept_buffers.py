"""What was written arrives whole, in as many parts as it lies."""

from __future__ import annotations

import os
import tempfile

from hypothesis import given
from hypothesis import strategies as st

from dpa_jupyter.sandbox.kept_buffers import KeptBuffers
from dpa_jupyter.sandbox.operating_system import SharedBytes
from dpa_jupyter.sandbox.worker.mapped_parts import map_parts


@given(st.lists(st.binary(max_size=50)), st.integers(0, 2_000))
def test_parts_of_any_size_are_the_whole(written: list[bytes], cut: int) -> None:
    content = KeptBuffers()
    for data in written:
        content.write(data)
    whole = b"".join(written)
    middle = min(cut, len(whole))
    found = b""
    for part in ((0, middle), (middle, len(whole))):
        with tempfile.TemporaryFile() as file:
            content.copy(part, file.fileno())
            found += os.pread(file.fileno(), len(whole) + 1, 0)
    assert found == whole


def test_what_is_large_lies_in_two_parts_and_is_mapped_as_one() -> None:
    content, piece = KeptBuffers(), os.urandom(1 << 20)
    for _ in range(70):
        content.write(piece)
    shared = SharedBytes(content)
    assert len(shared.descriptors) == (2 if hasattr(os, "memfd_create") else 1)
    mapped = map_parts([os.dup(descriptor) for descriptor in shared.descriptors])
    assert mapped[:] == piece * 70
    mapped.close()
    shared.close()
