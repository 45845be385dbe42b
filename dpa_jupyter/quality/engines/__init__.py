"""Where metrics are measured: each engine pushes the work down to where the frame lives."""
