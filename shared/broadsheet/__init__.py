"""Broadsheet publishes articles without a server: JSON in, a news site out."""

__version__ = "0.1.0"
