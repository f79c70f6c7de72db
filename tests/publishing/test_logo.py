"""The logo: the site's own copy of a medium that the settings name."""

from dataclasses import replace

import pytest

from broadsheet.publishing import configure, current_settings, furnish, sweep
from broadsheet.stores.inbox import SETTINGS_KEY
from tests.publishing.suppliers import copies, delete, put
from tests.world import World


@pytest.fixture
def world() -> World:
    return World()


def configured(world: World, logo: str) -> None:
    world.inbox.put(SETTINGS_KEY, f'logo = "{logo}"'.encode())
    world.newsroom = replace(world.newsroom, settings=current_settings(world.inbox))
    configure(world.newsroom)


def test_it_is_the_sites_own_copy_and_follows_uploads(world: World) -> None:
    configured(world, "media/logo.png")
    assert copies(world) == {}
    put(world, "media/logo.png", b"ship")
    assert copies(world) == {"media/_site/logo.png": b"ship"}
    assert 'src="/media/_site/logo.png"' in world.page("index.html")
    put(world, "media/logo.png", b"boat")
    assert copies(world) == {"media/_site/logo.png": b"boat"}
    delete(world, "media/logo.png")
    assert copies(world) == {}


def test_a_logo_that_the_settings_name_no_more_goes(world: World) -> None:
    world.inbox.put("media/a.png", b"a")
    world.inbox.put("media/b.png", b"b")
    configured(world, "media/a.png")
    configured(world, "media/b.png")
    furnish(world.newsroom)
    assert copies(world) == {"media/_site/b.png": b"b"}


def test_a_sweep_finds_it(world: World) -> None:
    configured(world, "media/logo.png")
    world.inbox.put("media/logo.png", b"ship")
    sweep(world.newsroom)
    assert copies(world) == {"media/_site/logo.png": b"ship"}
