"""What the simulated stores are called."""

INBOX, SITE, CATALOG = "the-inbox", "the-site", "the-catalog"
