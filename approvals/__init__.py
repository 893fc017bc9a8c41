"""The way in: requests, office by office."""
