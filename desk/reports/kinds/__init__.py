"""The reports themselves, a module for each."""
