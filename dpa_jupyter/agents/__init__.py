"""The loop that turns a request into an answer."""
