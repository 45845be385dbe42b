"""Evidence of a table in memory: a frame that is small, or the rows that stand for a large one."""
