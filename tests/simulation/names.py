"""What the simulated stores are called."""

from typing import Final

INBOX, SITE, CATALOG = "the-inbox", "the-site", "the-catalog"
BY_HAND: Final = b"By hand."
"""What somebody puts in the place of an object of the site."""
