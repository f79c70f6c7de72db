"""What the simulated stores are called."""

from typing import Final

INBOX, SITE, CATALOG = "the-inbox", "the-site", "the-catalog"
BACKLOG: Final = "https://sqs.eu-central-1.amazonaws.com/123456789012/backlog"
ANNOUNCEMENTS: Final = "https://sqs.eu-central-1.amazonaws.com/123456789012/announce"
"""The addresses of the queues."""
BY_HAND: Final = b"By hand."
"""What somebody puts in the place of an object of the site."""
