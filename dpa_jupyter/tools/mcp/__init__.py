"""Tools of programs that speak the Model Context Protocol; the only room that knows its SDK."""
