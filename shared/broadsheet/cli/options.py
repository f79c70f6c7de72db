"""What several commands take."""

import getpass
from collections.abc import Callable
from typing import Any, TypeVar

import click

Body = TypeVar("Body", bound=Callable[..., Any])


def json_option(body: Body) -> Body:
    """`--json`; the program has looked for it before, so that wrong usage can be told as JSON too."""
    return click.option("--json", is_flag=True, expose_value=False, help="Print one JSON document on stdout.")(body)


def paths_argument(body: Body) -> Body:
    """PATH…, one or more, as `paths`."""
    return click.argument("paths", metavar="PATH...", nargs=-1, required=True)(body)


def port_option(name: str, told: str, **options: Any) -> Callable[[Body], Body]:
    """A port of this machine; 0 is any that is free."""
    return click.option(name, type=click.IntRange(0, 65535), metavar="N", help=told, **options)


def id_argument(body: Body) -> Body:
    """An article's ID, as `source_id`; not checked, since a source can lie under a key that no article can have."""
    return click.argument("source_id", metavar="ID", callback=_as_text)(body)


def region_option(body: Body) -> Body:
    """`--region`, as `region`."""
    told = "AWS region of the stack; the default is AWS's own configuration."
    return click.option("--region", metavar="NAME", help=told)(body)


def target_options(body: Body) -> Body:
    """`--target` and `--region`, as `target` and `region`."""
    for option in (
        region_option,
        click.option(
            "--target",
            envvar="BROADSHEET_TARGET",
            show_envvar=True,
            metavar="TARGET",
            help="Where to publish: 'local' (the running dev), a folder, an endpoint such as http://127.0.0.1:4566, "
            "or the name of a CloudFormation stack. The default is the running dev.",
        ),
    ):
        body = option(body)
    return body


def by_option(body: Body) -> Body:
    """`--by`, as `by`."""
    return click.option(
        "--by",
        envvar="BROADSHEET_EDITOR",
        show_envvar=True,
        metavar="NAME",
        default=_own_name,
        help="Who uploads, for the article's history. The default is your name on this machine.",
    )(body)


def wait_options(body: Body) -> Body:
    """`--no-wait` and `--timeout`, as `wait` and `timeout_seconds`."""
    for option in (
        click.option(
            "--timeout",
            "timeout_seconds",
            type=click.FloatRange(min=0),
            default=240,
            show_default=True,
            metavar="SECONDS",
            help="How long to wait without any receipt coming in.",
        ),
        click.option(
            "--no-wait", "wait", flag_value=False, default=True, help="Don't wait for receipts; print versions."
        ),
    ):
        body = option(body)
    return body


def _own_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # a container's user may have no name
        return ""


def _as_text(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise click.BadParameter("this is not text in UTF-8") from None
    return value
