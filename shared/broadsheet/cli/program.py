"""The program: finds a command without loading the others, and ends every run with the right words and exit code."""

import atexit
import gc
import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from typing import Any, Final

import click

from broadsheet import __version__
from broadsheet.article.faults import BroadsheetError
from broadsheet.cli.errors import DONE, INTERRUPTED, NO_READER, OTHER_SIDE
from broadsheet.cli.reporting import Reporter

NAME: Final = "broadsheet"
COMMANDS: Final = {
    "demo": "Publish the sample articles on a local stack and serve the site.",
    "dev": "Run the local stack: inbox, queues, functions, catalog, and the site.",
    "validate": "Check articles and settings, and tell everything that is wrong.",
    "build": "Make a folder of HTML from a folder of articles.",
    "publish": "Upload articles and their media, follow them to their receipts, print their addresses.",
    "unpublish": "Withdraw an article.",
    "status": "Tell what became of an article.",
    "list": "List all articles.",
    "history": "List the versions of an article.",
    "diff": "Show what differs between two versions of an article.",
    "rollback": "Publish an earlier version again.",
    "site": "Look at the site's settings, and change them.",
    "theme": "Check themes: folders of templates and assets.",
    "rebuild": "Render everything anew.",
    "verify": "Compare a site with what follows from its sources.",
    "redrive": "Return dead letters to where they failed.",
    "schema": "Print the JSON Schema of an article.",
}
"""Each command with its summary; it is `command` in the module `commands/<name>.py`."""


class Program(click.Group):
    """Loads a command when it is asked for: AWS's SDK alone takes longer than checking a hundred articles."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """All commands, in the order of an editor's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, its module imported."""
        if cmd_name in COMMANDS:
            command: click.Command = import_module(f"broadsheet.cli.commands.{cmd_name}").command
            return command
        if ctx.resilient_parsing:
            return None
        near = get_close_matches(cmd_name, COMMANDS, n=1)
        raise click.UsageError(
            f"there is no command {cmd_name!r}" + (f"; did you mean {near[0]!r}?" if near else ""), ctx
        )

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's signature
        """The summaries, with nothing imported."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def main(self, args: Sequence[str] | None = None, *_others: Any, **extra: Any) -> Any:
        """Run, and exit with the code that the command line's contract gives."""
        if "_BROADSHEET_COMPLETE" in os.environ:
            return super().main(args, prog_name=NAME)
        extra.pop("prog_name", None)
        sys.exit(self._run(sys.argv[1:] if args is None else list(args), **extra))

    def _run(self, arguments: list[str], **extra: Any) -> int:
        _never_fail_to_encode()
        reporter = Reporter(as_json="--json" in arguments[: [*arguments, "--"].index("--")])
        try:
            try:
                with self.make_context(NAME, arguments, obj=reporter, **extra) as context:
                    code = int(self.invoke(context) or DONE)
            except Exception as error:  # noqa: BLE001  # what isn't known here is raised again
                code = _told(error, reporter)
            except KeyboardInterrupt:
                reporter.interrupted()
                code = INTERRUPTED
            sys.stdout.flush()
        except BrokenPipeError:
            # What Python still holds for the closed pipe must go somewhere when the interpreter ends.
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 1)
            os.dup2(nowhere, 2)
            return NO_READER
        return code


def _told(error: Exception, reporter: Reporter) -> int:
    """Say why the command ended, and return its exit code. An error that nobody raised on purpose goes on."""
    match error:
        case click.exceptions.Exit():
            return error.exit_code
        case click.exceptions.NoArgsIsHelpError():
            click.echo(error.format_message(), err=True)
            return error.exit_code
        case click.ClickException():
            usage = error.ctx.get_usage() if isinstance(error, click.UsageError) and error.ctx else ""
            reporter.error(error.format_message(), code=getattr(error, "code", "usage"), usage=usage)
            return error.exit_code
        case click.Abort():
            reporter.interrupted()
            return INTERRUPTED
        case BroadsheetError():
            reporter.error(str(error), code="other_side")
            return OTHER_SIDE
        case OSError() if not isinstance(error, BrokenPipeError):
            reason = error.strerror or str(error) or type(error).__name__
            named = f"{os.fsdecode(error.filename)}: " if isinstance(error.filename, (str, bytes, os.PathLike)) else ""
            reporter.error(named + reason, code="system")
            return OTHER_SIDE
        case _:
            raise error


def _never_fail_to_encode() -> None:
    """Show escapes rather than fail: a file's name may hold bytes that are no text, a terminal may know no Persian."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


@click.command(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name=NAME, message="%(prog)s %(version)s")
def program() -> None:
    """Publish articles without a server: JSON in, a news site out.

    Exit codes: 0 done, 1 the input was refused, 2 wrong usage, 3 the other side failed; 130 after Ctrl-C. Every command
    takes --json, which prints one JSON document on stdout, errors included.
    """


def main() -> None:
    """The console script."""
    # What is left at the end goes with the process; gathering it up first would take longer than stopping the stack.
    atexit.register(gc.freeze)
    program()
