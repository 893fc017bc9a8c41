"""A list of people from the district's own system: how it is read, and who is meant to leave by it."""
