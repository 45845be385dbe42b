"""What is wrong with a rule, said in one line to whoever wrote it."""

from __future__ import annotations

from dpa_jupyter.errors import UserError


class RuleError(UserError):
    """A rule that can't be, or can't be read; says where, and what may be meant."""
