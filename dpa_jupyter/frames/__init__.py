"""What frames are, whatever library they come from: recognition, description, hand-over."""
