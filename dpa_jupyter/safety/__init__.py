"""What may be done, what may leave, and the record of both."""
