"""What the ground floor lets happen to its keys. `check_…` raises `Refused` with the sentence."""
