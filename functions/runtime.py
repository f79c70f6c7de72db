"""What the functions share: the typed environment, Powertools' instruments, and the newsroom made from them."""

import os
from dataclasses import replace
from functools import cache

from aws_lambda_powertools import Logger, Metrics
from pydantic import BaseModel, ConfigDict, Field

from broadsheet.publishing import Newsroom, current_settings, furnish_theme
from broadsheet.wiring import CloudNames, cloud_newsroom

logger = Logger()
metrics = Metrics(namespace=os.environ.get("POWERTOOLS_METRICS_NAMESPACE", "Broadsheet"))


class Environment(BaseModel):
    """The environment variables that the template gives a function."""

    model_config = ConfigDict(frozen=True)

    inbox_bucket: str = Field(alias="INBOX_BUCKET", min_length=3)
    site_bucket: str = Field(alias="SITE_BUCKET", min_length=3)
    catalog_table: str = Field(alias="CATALOG_TABLE", min_length=3)


def newsroom() -> Newsroom:
    """The newsroom with the settings that hold now; its theme is in the site store before any page names it.

    Raises:
        pydantic.ValidationError: the environment lacks a variable.
        broadsheet.article.StoreError: a store can't be reached.
    """
    environment = Environment.model_validate(dict(os.environ))
    connected = _connected(environment)
    room = replace(connected, settings=current_settings(connected.inbox))
    _furnish_once(environment, room)
    return room


@cache
def _connected(environment: Environment) -> Newsroom:
    names = CloudNames(
        inbox_bucket=environment.inbox_bucket,
        site_bucket=environment.site_bucket,
        catalog_table=environment.catalog_table,
    )
    return cloud_newsroom(names)


_furnished: set[tuple[Environment, str]] = set()


def _furnish_once(environment: Environment, room: Newsroom) -> None:
    """Furnish a site once in a process's life for each state of its settings."""
    state = (environment, room.settings.model_dump_json())
    if state not in _furnished:
        furnish_theme(room)
        _furnished.add(state)


def forget() -> None:
    """Forget connections and what was furnished, as a new process would."""
    _connected.cache_clear()
    _furnished.clear()
