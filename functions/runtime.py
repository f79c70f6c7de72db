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
    backlog_queue_url: str = Field(alias="BACKLOG_QUEUE_URL", min_length=3)
    publish_queue_arn: str = Field(alias="PUBLISH_QUEUE_ARN", min_length=3)
    timer_group: str = Field(alias="TIMER_GROUP", min_length=1)
    timer_role_arn: str = Field(alias="TIMER_ROLE_ARN", min_length=3)
    announce_queue_url: str = Field(alias="ANNOUNCE_QUEUE_URL", default="")


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


def looking() -> Newsroom:
    """The newsroom, for whoever changes nothing in it.

    Raises:
        pydantic.ValidationError: the environment lacks a variable.
        broadsheet.article.StoreError: a store can't be reached.
    """
    return _connected(Environment.model_validate(dict(os.environ)))


@cache
def _connected(environment: Environment) -> Newsroom:
    return cloud_newsroom(CloudNames(**environment.model_dump()))


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
