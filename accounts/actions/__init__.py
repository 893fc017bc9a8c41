"""The only code that changes an account: one verb each, in five beats (lock, check, change, record, tell)."""
