"""Expressions in the languages of engines, each of which means the same by them: SQL, Polars, pandas."""
