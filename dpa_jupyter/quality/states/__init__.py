"""What is measured of a part of a frame, so that the states of two parts merge into that of both."""
