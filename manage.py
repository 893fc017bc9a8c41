#!/usr/bin/env python
"""The command door: `manage.py help` lists what there is."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run one command with the site's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
