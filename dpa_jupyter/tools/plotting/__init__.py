"""What the plot tool draws: rows are chosen and put together here, and drawn in `dpa_jupyter.plots`."""
