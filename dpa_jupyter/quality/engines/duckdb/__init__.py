"""Metrics of what is in memory or in files of one machine, measured by DuckDB."""
