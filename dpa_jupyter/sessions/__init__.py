"""The append-only log of what happened, per notebook."""
