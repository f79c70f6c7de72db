"""`[organization]` in `site.toml`: who publishes the site, and by which rules."""

import re
from datetime import date, datetime
from typing import Annotated, Final

from pydantic import AfterValidator, BeforeValidator, Field

from broadsheet.site.tables import Address, Line, Table

_DATE: Final = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?")


def _as_text(value: object) -> object:
    return value.isoformat() if isinstance(value, date) and not isinstance(value, datetime) else value


def _calendar_date(text: str) -> str:
    if text and not _DATE.fullmatch(text):
        msg = f"{text!r} is no date; right would be one such as '1911-05-03', '1911-05' or '1911'"
        raise ValueError(msg)
    return text


class Organization(Table):
    """What schema.org's NewsMediaOrganization asks of a newsroom, by its names in snake case.

    Whatever is left out is not told. `name` is the site's title and `url` its home page where they are left out; its
    logo is the site's. Policies are the addresses of pages that say them.
    """

    name: Line = ""
    legal_name: Line = ""
    url: Address | None = None
    founding_date: Annotated[str, BeforeValidator(_as_text), AfterValidator(_calendar_date)] = ""
    email: Line = ""
    telephone: Line = ""
    same_as: Annotated[tuple[Address, ...], Field(strict=False, max_length=30)] = ()
    publishing_principles: Address | None = None
    ethics_policy: Address | None = None
    corrections_policy: Address | None = None
    verification_fact_checking_policy: Address | None = None
    unnamed_sources_policy: Address | None = None
    no_bylines_policy: Address | None = None
    actionable_feedback_policy: Address | None = None
    diversity_policy: Address | None = None
    diversity_staffing_report: Address | None = None
    mission_coverage_priorities_policy: Address | None = None
    ownership_funding_info: Address | None = None
    masthead: Address | None = None
