"""Acts that reach down through several rooms."""
