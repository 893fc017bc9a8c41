"""Pages about people, one address and one verb each."""
