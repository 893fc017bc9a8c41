"""What people fill in about accounts."""
