"""docs/cli.md is what the commands say of themselves."""

from pathlib import Path

from broadsheet.cli.program import COMMANDS, program
from broadsheet.cli.reference import reference

PAGE = Path(__file__).resolve().parents[2] / "docs" / "cli.md"


def test_the_page_is_what_the_help_says() -> None:
    assert PAGE.read_text("utf-8") == reference(), "make it anew: python -m broadsheet.cli.reference > docs/cli.md"


def test_every_command_is_on_the_page() -> None:
    page = PAGE.read_text("utf-8")
    for name in COMMANDS:
        assert f"## broadsheet {name}\n" in page


def test_summaries_are_the_commands_own() -> None:
    with program.make_context("broadsheet", ["schema"]) as context:
        for name, summary in COMMANDS.items():
            command = program.get_command(context, name)
            assert command is not None
            assert (command.help or "").split("\n\n")[0].replace("\n", " ") == summary
