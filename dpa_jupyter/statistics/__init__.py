"""Statistics on columns, as numpy arrays; nothing in here knows of tools, models or frames."""
