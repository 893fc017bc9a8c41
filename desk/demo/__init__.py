"""The demo district, made through the real actions in order of time."""
