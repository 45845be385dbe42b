"""What all tests share."""

from __future__ import annotations

from hypothesis import settings

# The first example of a test may import a heavy library: time is measured in benchmarks/, not here.
settings.register_profile("dpa", deadline=None, max_examples=60)
settings.load_profile("dpa")
