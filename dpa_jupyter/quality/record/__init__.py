"""What became of the quality of each frame, report by report."""
