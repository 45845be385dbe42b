"""Rules for and from other tools: pandera, Great Expectations, pointblank and the Open Data Contract Standard."""
