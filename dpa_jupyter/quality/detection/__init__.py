"""What checks have in common: distinct texts, masks, codes, dependencies, and how findings and fixes are written."""
