"""The program that runs code: started by the runner, it shares nothing with the kernel but its channels."""
