"""What stays on top, seen on the front page."""

from dataclasses import replace

from broadsheet.site.settings import SiteSettings
from tests.world import World, minutes_ago, source


def test_what_the_settings_name_comes_in_their_order_whatever_it_says_itself() -> None:
    world = World()
    world.newsroom = replace(world.newsroom, settings=SiteSettings.model_validate({"featured": ["b", "a"]}))
    world.publish("a", source(title="Alpha", published_at=minutes_ago(10)))
    world.publish("b", source(title="Beta", published_at=minutes_ago(30), featured=True))
    world.publish("c", source(title="Gamma", published_at=minutes_ago(20), featured=True))
    home = world.page("index.html")
    places = [home.index(title) for title in ("Beta", "Alpha", "Gamma")]
    assert places == sorted(places)
