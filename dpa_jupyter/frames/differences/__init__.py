"""What differs between a frame and the one that is to take its place: rows matched, cells compared, all of them."""
