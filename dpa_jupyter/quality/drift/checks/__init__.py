"""The drift checks of the catalogue, one file each."""
