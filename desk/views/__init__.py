"""Pages that look across."""
