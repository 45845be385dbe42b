"""All that knows IPython: namespace, pump, view, cells, completion."""
