"""How a command ends when it can't do what it was asked.

click.ClickException
├── click.UsageError    wrong usage                  exit 2, code "usage"
├── Refused             the input was refused        exit 1
└── OtherSideFailed     a target, a disk, a port     exit 3
"""

from typing import ClassVar

import click

DONE = 0
REFUSED = 1
DIFFERS = 1
"""What `verify` ends with when something is not as it should be."""
USAGE = 2
OTHER_SIDE = 3
INTERRUPTED = 130
"""128 and the number of the signal that Ctrl-C sends, as shells count it."""
NO_READER = 141
"""The same for a pipe that nobody reads any more."""


class Refused(click.ClickException):
    """What was asked for is refused; nothing was changed. `code` is for scripts."""

    exit_code: ClassVar[int] = REFUSED

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.code = code


class OtherSideFailed(click.ClickException):
    """What the command needs of the world failed. `code` is for scripts."""

    exit_code: ClassVar[int] = OTHER_SIDE

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.code = code
