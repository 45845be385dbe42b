"""Pictures of data: plain numbers and names in, a PNG out."""
