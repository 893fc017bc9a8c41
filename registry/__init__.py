"""The ground floor: settings, time, keys, health."""
