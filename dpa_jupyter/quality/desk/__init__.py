"""What a person at the quality panel sees, asks for and does, as small pages of plain data."""
