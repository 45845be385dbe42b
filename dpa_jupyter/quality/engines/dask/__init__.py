"""Metrics of Dask frames, measured partition by partition where these are computed."""
