"""The few pages of the ground floor itself."""
