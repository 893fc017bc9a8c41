"""What if this person left tonight: what would be open, room by room, and what is still open once they have."""
