"""Ways out of the sandbox that were tried, as data; none of them may work."""
