"""Models behind one protocol: LiteLLM, offline rules, a script; and what turns their deltas into answers."""
