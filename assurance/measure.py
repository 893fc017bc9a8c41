"""One figure in a process of its own, inside a world that `assurance` has prepared."""

import sys
from importlib import import_module

import django

if __name__ == "__main__":
    django.setup()
    import_module(f"assurance.{sys.argv[1]}").main(full="--full" in sys.argv)
