"""The default model: no language model, but rules that choose the same tools and write from what they observe."""

from dpa_jupyter.models.offline.model import OfflineModel

__all__ = ["OfflineModel"]
