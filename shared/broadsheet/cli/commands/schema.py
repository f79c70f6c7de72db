"""`broadsheet schema`."""

import json

import click

from broadsheet.cli.options import json_option
from broadsheet.cli.reporting import Reporter
from broadsheet.formats import article_schema


@click.command
@json_option
@click.pass_obj
def command(reporter: Reporter) -> None:
    """Print the JSON Schema of an article.

    It is of JSON Schema 2020-12. Name it in your editor's settings, and the editor will complete and check articles as
    you write them.
    """
    schema = article_schema()
    reporter.say(json.dumps(schema, ensure_ascii=False, indent=2))
    reporter.document(schema)
