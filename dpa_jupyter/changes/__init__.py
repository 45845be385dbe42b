"""Changes of the user's variables: applied after approval, undone and redone, in any number of steps."""
