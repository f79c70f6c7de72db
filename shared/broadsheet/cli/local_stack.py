"""Run the local stack while a command is at work, and serve its site until somebody says stop."""

import errno
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from broadsheet.cli.errors import OtherSideFailed

if TYPE_CHECKING:
    from broadsheet.local import LocalStack

SITE_PORT: Final = 8000
"""Tried first, so that a site has the same address again; any other if it is taken."""


@contextmanager
def local_stack(
    *, port: int | None, aws_port: int = 0, state_folder: Path | None = None, chaos_seed: int | None = None
) -> Iterator["LocalStack"]:
    """A running local stack. Without a `port`, 8000 or a free one; 0 is any free one.

    With a `chaos_seed`, everything goes wrong that AWS lets go wrong (see `trouble`).

    Raises:
        OtherSideFailed: a port is taken, the template is wrong, or what the stack is made of isn't installed.
    """
    try:
        from broadsheet.local import Disorder, LocalStack, TemplateError  # noqa: PLC0415  # it takes seconds to load
    except ImportError as error:
        problem = f"the local stack needs {error.name}: install broadsheet[local]"
        raise OtherSideFailed(problem, code="not_installed") from error

    disorder = None if chaos_seed is None else Disorder.chaos(chaos_seed)

    def start(site_port: int) -> "LocalStack":
        return LocalStack.start(site_port=site_port, aws_port=aws_port, state_dir=state_folder, disorder=disorder)

    try:
        with _ended_by_sigterm(), _listening(start, port, aws_port) as stack:
            yield stack
    except TemplateError as error:
        raise OtherSideFailed(str(error), code="template") from error
    finally:
        if state_folder is not None:
            with suppress(OSError):
                state_folder.rmdir()


def trouble(seed: int) -> str:
    """What will go wrong under a `chaos_seed`, in a line for people."""
    from broadsheet.local import Disorder  # noqa: PLC0415  # as above

    disorder = Disorder.chaos(seed)
    return (
        f"{disorder.drop:.0%} of the notifications are lost, {disorder.duplicate:.0%} come twice, "
        f"{disorder.reorder:.0%} are overtaken, all are up to {disorder.delay:g} s late; "
        f"{disorder.lose_timers:.0%} of the timers never go off, all are up to {disorder.late_timers:g} s late; "
        f"{disorder.fail:.0%} of the calls to AWS fail, yours too; "
        f"in {disorder.kill:.0%} of the invocations the worker is killed"
    )


def serve_for_ever() -> NoReturn:
    """Wait for Ctrl-C; the stack's threads serve meanwhile.

    A signal that comes while the machine is busy may be given to any thread, and Python only notes it there: it is for
    this thread to act on it. So each one wakes it, by way of a socket.
    """
    sleeping, waking = socket.socketpair()
    with sleeping, waking:
        waking.setblocking(False)
        before = signal.set_wakeup_fd(waking.fileno(), warn_on_full_buffer=False)
        try:
            while True:
                sleeping.recv(1)
        finally:
            signal.set_wakeup_fd(before)


def _listening(start: "Callable[[int], LocalStack]", port: int | None, aws_port: int) -> "LocalStack":
    try:
        return _started(start, port)
    except OSError as error:
        if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
            raise
        ports = " or ".join(str(each) for each in (port, aws_port) if each)
        problem = f"can't listen on port {ports}: {error.strerror}; choose another one, or 0 for any that is free"
        raise OtherSideFailed(problem, code="port") from error


def _started(start: "Callable[[int], LocalStack]", port: int | None) -> "LocalStack":
    if port is not None:
        return start(port)
    try:
        return start(SITE_PORT)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        return start(0)


@contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    """End on SIGTERM as on Ctrl-C, so that the stack leaves nothing behind."""

    def interrupt(_number: int, _frame: object) -> NoReturn:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
