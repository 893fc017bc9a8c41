"""What every test may ask for."""

import os

# Playwright's loop runs in the thread of the tests, and Django would take their queries for asynchronous ones.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
