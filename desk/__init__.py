"""Pages that look across the rooms below."""
