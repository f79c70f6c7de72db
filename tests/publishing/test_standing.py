"""What follows from the settings alone."""

from dataclasses import replace

from broadsheet.publishing import furnish
from broadsheet.site.settings import SiteSettings
from tests.world import World


def test_the_proof_of_a_key_goes_with_the_key() -> None:
    keyed = SiteSettings.model_validate({"indexnow": {"key": "0123456789abcdef"}})
    world = World(keyed)
    assert world.page("indexnow.txt") == "0123456789abcdef"

    furnish(replace(world.newsroom, settings=SiteSettings()))

    assert "indexnow.txt" not in world.site.objects
    assert world.page("robots.txt").startswith("User-agent: *")
