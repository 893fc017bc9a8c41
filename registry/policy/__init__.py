"""The district's policy: its versions, and who read and confirmed which."""
