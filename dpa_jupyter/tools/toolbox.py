"""The tools that come with the assistant."""

from __future__ import annotations

from dpa_jupyter.tools.tool import Tool


def built_in_tools() -> dict[str, Tool]:
    """Return every built-in tool by its name; what a tool works with is imported when it is first called."""
    from dpa_jupyter.tools.clean import clean
    from dpa_jupyter.tools.compare_periods import compare_periods
    from dpa_jupyter.tools.compare_segments import compare_segments
    from dpa_jupyter.tools.correlations import correlations
    from dpa_jupyter.tools.describe_frame import describe_frame
    from dpa_jupyter.tools.document_frame import document_frame
    from dpa_jupyter.tools.find_drivers import find_drivers
    from dpa_jupyter.tools.join_check import join_check
    from dpa_jupyter.tools.list_frames import list_frames
    from dpa_jupyter.tools.plot import plot
    from dpa_jupyter.tools.profile import profile
    from dpa_jupyter.tools.propose_change import propose_change
    from dpa_jupyter.tools.propose_rules import propose_rules
    from dpa_jupyter.tools.quality import quality
    from dpa_jupyter.tools.query_sql import query_sql
    from dpa_jupyter.tools.read_table import read_table
    from dpa_jupyter.tools.run_python import run_python

    tools: tuple[Tool, ...] = (
        list_frames,
        describe_frame,
        profile,
        quality,
        document_frame,
        find_drivers,
        compare_segments,
        compare_periods,
        correlations,
        join_check,
        query_sql,
        plot,
        read_table,
        run_python,
        propose_change,
        clean,
        propose_rules,
    )
    return {tool.spec.name: tool for tool in tools}
