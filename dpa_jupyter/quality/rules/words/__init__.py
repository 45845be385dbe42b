"""Rules in plain words, read by a small grammar: what it can't read it refuses, and it never guesses."""
