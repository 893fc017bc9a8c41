"""The only code that changes the life of a key."""
