"""A frame against an earlier one: what moved, beyond what chance moves."""
