"""May this person do this to this account, now? Each `check_…` raises `Refused` with a sentence; buttons come from the same functions."""
