"""Somebody leaves: tonight, on a day to come, or without knowing of it (E3.37, E3.38, E3.50, E3.52, E5.71)."""
