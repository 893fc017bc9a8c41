"""May this person do this to this account, now?

Each `check_…` raises `Refused` with a sentence for the person; buttons come from the same functions.
"""
