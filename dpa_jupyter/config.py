"""Every setting, once: traits for `%config`, defaults from `DPA_…`, one frozen Settings for a run."""
