"""Where model-written code runs: a process of its own."""
