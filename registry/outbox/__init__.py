"""What we tell people: a letter is a row first."""
