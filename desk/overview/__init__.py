"""The overview: how all accounts stand, today or on a day that is over, with the list behind each figure."""
