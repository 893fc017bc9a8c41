"""The trail: what happened, who did it, kept in a chain."""
