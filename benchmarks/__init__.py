"""Each figure that the README claims, measured beside the peers in one run."""
