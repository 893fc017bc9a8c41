"""Who we are: users, units, offices, appointments, and how people sign in."""
