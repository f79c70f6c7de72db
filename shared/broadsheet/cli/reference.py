"""The commands as a page of documentation: `python -m broadsheet.cli.reference > docs/cli.md`."""

from typing import Final

import click

from broadsheet.cli.program import COMMANDS, NAME, program

_WIDTH: Final = 100
_HEAD: Final = """\
# The command line

This page is made from the commands' own help, by `python -m broadsheet.cli.reference > docs/cli.md`; a test compares
the two.

| exit code | means |
| --- | --- |
| 0 | done |
| 1 | the input was refused; or `verify` found a difference |
| 2 | wrong usage |
| 3 | the other side failed: a target, a disk, a port; or a receipt didn't come in time |
| 130 | Ctrl-C |

With `--json`, stdout holds exactly one JSON document; progress goes to stderr. A command that ends without a result
says `{"error": {"code": …, "message": …}}`. Faults have the form that they have in receipts: `pointer` (a JSON
Pointer), `message`, `code`, and `line` and `column` where they are known, both from 1, columns in characters.

A target is `local` (the running `dev`), a folder, the endpoint of a local stack, or the name of a deployed stack, whose
buckets and table are found from the stack's outputs.
"""


def reference() -> str:
    """The page, as Markdown."""
    parts = [_HEAD, _section(NAME, program, None)]
    with click.Context(program, info_name=NAME, terminal_width=_WIDTH, max_content_width=_WIDTH) as above:
        for name in COMMANDS:
            command = program.get_command(above, name)
            assert command is not None  # noqa: S101  # it is in the table
            parts.append(_section(name, command, above))
            if isinstance(command, click.Group):
                with click.Context(command, info_name=name, parent=above) as group:
                    parts += [_section(each, command.commands[each], group) for each in command.commands]
    return "\n".join(parts)


def _section(name: str, command: click.Command, above: click.Context | None) -> str:
    context = click.Context(
        command,
        info_name=name,
        parent=above,
        terminal_width=_WIDTH,
        max_content_width=_WIDTH,
        help_option_names=["-h", "--help"],
    )
    with context:
        return f"## {context.command_path}\n\n```text\n{command.get_help(context)}\n```\n"


if __name__ == "__main__":
    click.echo(reference(), nl=False)
