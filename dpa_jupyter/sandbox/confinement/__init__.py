"""How a process confines itself before it runs code: one file for each layer, with ctypes and nothing else."""
