"""The policy's text, its versions and who acknowledged them."""
