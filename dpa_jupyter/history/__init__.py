"""From the log to what the model sees: pure functions, run before every request."""

from dpa_jupyter.history.conversation import conversation
from dpa_jupyter.history.earlier_runs import earlier_runs
from dpa_jupyter.history.pairing import paired

__all__ = ["conversation", "earlier_runs", "paired"]
