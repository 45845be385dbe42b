"""What leaves the machine at each privacy level, decided in one place."""
