"""What lives in the browser while a cell runs."""
