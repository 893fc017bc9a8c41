"""Records that leave the house by law: the data inventory, public records, and what is held about one person."""
