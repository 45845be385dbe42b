"""Which columns and texts hold what not everybody should see: found by checksums and forms, then by names."""
