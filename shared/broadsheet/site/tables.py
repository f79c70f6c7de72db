"""What the tables of `site.toml` are made of: checked texts and addresses."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from broadsheet.article.links import link
from broadsheet.article.text import plain_line

Line = Annotated[str, AfterValidator(plain_line), Field(max_length=1000)]
Name = Annotated[str, AfterValidator(plain_line), Field(min_length=1, max_length=300)]
Address = Annotated[str, AfterValidator(link)]
"""An http(s) address, or a path of this site ("/about/ethics/")."""


class Table(BaseModel):
    """A table of the settings: frozen, of exact types, without keys that we don't know."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
