"""The classes of the register's tables, read when the inventory is (`registry.classes`)."""

from accounts.classified import account, custody, ending, outside, secrets, year

__all__ = ["account", "custody", "ending", "outside", "secrets", "year"]
