"""From the log to what the model sees: pure functions, run before every request."""
