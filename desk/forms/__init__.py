"""Forms of acts that reach down through several rooms."""
