"""The shells of these tests."""

from tests.support.shells import loaded, shell

__all__ = ["loaded", "shell"]
