"""The editor's command line."""

from broadsheet.cli.program import main

__all__ = ["main"]
