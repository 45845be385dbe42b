"""Data quality: measure a frame in few scans, find what is wrong in it, score it, and propose how to mend it."""
