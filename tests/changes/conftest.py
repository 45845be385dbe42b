"""The shells of these tests."""

from tests.support.shells import churn, loaded, shell

__all__ = ["churn", "loaded", "shell"]
