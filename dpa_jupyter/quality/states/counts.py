"""How often each value stands in several parts together."""

from __future__ import annotations

from dpa_jupyter.quality.evidence import ValueCounts


def merged_counts(one: ValueCounts, other: ValueCounts) -> ValueCounts:
    """Add the counts of equal values; the most frequent come first, of equally frequent ones the least."""
    import pyarrow as pa

    kind = one.values.type if len(one.values) else other.values.type
    table = pa.table(
        {
            "value": pa.chunked_array([one.values.cast(kind), other.values.cast(kind)]),
            "count": pa.chunked_array([one.counts, other.counts]),
        }
    )
    added = table.group_by("value").aggregate([("count", "sum")])
    ordered = added.sort_by([("count_sum", "descending"), ("value", "ascending")])
    return ValueCounts(
        ordered.column("value").combine_chunks(),
        ordered.column("count_sum").combine_chunks(),
        is_complete=one.is_complete and other.is_complete,
    )
