"""Privacy, secrets and what leaves."""
