"""The shells of the scenarios."""

from tests.support.shells import churn, loaded, shell

__all__ = ["churn", "loaded", "shell"]
