"""What the functions share: the typed environment, Powertools' instruments, and the newsroom made from them."""

import os
from collections.abc import Callable
from functools import cache
from typing import TypeVar

from aws_lambda_powertools import Logger, Metrics
from pydantic import BaseModel, ConfigDict, Field

from broadsheet.publishing import Newsroom, furnish_missing, under_current_settings
from broadsheet.site.settings import SiteSettings
from broadsheet.wiring import CloudNames, cloud_newsroom

logger = Logger()
metrics = Metrics(namespace=os.environ.get("POWERTOOLS_METRICS_NAMESPACE", "Broadsheet"))


T = TypeVar("T")


class Environment(BaseModel):
    """The environment variables that the template gives a function."""

    model_config = ConfigDict(frozen=True)

    inbox_bucket: str = Field(alias="INBOX_BUCKET", min_length=3)
    site_bucket: str = Field(alias="SITE_BUCKET", min_length=3)
    catalog_table: str = Field(alias="CATALOG_TABLE", min_length=3)


def in_newsroom(work: Callable[[Newsroom], T]) -> T:
    """Do the work in the newsroom, with the settings that hold, and again if they have changed meanwhile.

    The theme is in the site store before any page names it.

    Raises:
        pydantic.ValidationError: the environment lacks a variable.
        broadsheet.article.StoreError: a store can't be reached.
    """
    environment = Environment.model_validate(dict(os.environ))

    def furnished(newsroom: Newsroom) -> T:
        _furnish_once(environment, newsroom)
        return work(newsroom)

    return under_current_settings(_connected(environment), furnished)


@cache
def _connected(environment: Environment) -> Newsroom:
    names = CloudNames(
        inbox_bucket=environment.inbox_bucket,
        site_bucket=environment.site_bucket,
        catalog_table=environment.catalog_table,
    )
    return cloud_newsroom(names)


_furnished: dict[Environment, SiteSettings] = {}


def _furnish_once(environment: Environment, newsroom: Newsroom) -> None:
    """Furnish a site when a process begins, and when its settings have changed."""
    if _furnished.get(environment) != newsroom.settings:
        furnish_missing(newsroom)
        _furnished[environment] = newsroom.settings


def forget() -> None:
    """Forget connections and what was furnished, as a new process would."""
    _connected.cache_clear()
    _furnished.clear()
