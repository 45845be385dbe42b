"""The catalogue: one check in each file, named as it is there, which defines `CHECK`."""
