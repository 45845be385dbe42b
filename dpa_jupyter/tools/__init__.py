"""What an agent can do: typed functions with a docstring."""
