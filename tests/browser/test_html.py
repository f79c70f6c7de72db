"""The Nu HTML checker's judgement of every page that there is."""

import json
import subprocess
from pathlib import Path

import pytest

from broadsheet.site.page import article_page
from tests.browser import tools
from tests.browser.served import Served
from tests.site.newsdesk import preceding, sample_settings, sample_stories

pytestmark = pytest.mark.skipif(
    bool(tools.missing("Java", "Nu HTML checker")), reason=tools.missing("Java", "Nu HTML checker")
)


def complaints(folder: Path) -> list[str]:
    """The checker's errors and warnings on the files in a folder."""
    files = sorted(map(str, folder.iterdir()))
    assert files
    command = [tools.JAVA, "-Xss4m", "-jar", str(tools.NU), "--stdout", "--exit-zero-always"]
    done = subprocess.run(
        [*command, "--format", "json", *files], capture_output=True, check=False, timeout=tools.PATIENCE_SECONDS
    )
    assert done.stdout, done.stderr.decode()
    found = json.loads(done.stdout)["messages"]
    return [f"{Path(one['url']).name}:{one.get('lastLine')}: {one['message']}" for one in found]


def test_the_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "wrong.html").write_text("<!doctype html><html lang=en><title>x</title><p><div><img src=x></p></div>")

    assert any("alt" in complaint for complaint in complaints(tmp_path))


def test_no_page_has_an_error_or_a_warning(english: Served, persian: Served, tabloid: Served, tmp_path: Path) -> None:
    for name, served in (("english", english), ("persian", persian), ("tabloid", tabloid)):
        for number, (key, output) in enumerate(sorted(served.objects.items())):
            if output.content_type.startswith("text/html"):
                (tmp_path / f"{name}-{number}-{key.split('/')[-2] if '/' in key else key}.html").write_bytes(
                    output.body
                )
    for story_id, told in sample_stories().items():
        page = article_page(told, preceding(story_id), sample_settings())
        (tmp_path / f"sample-{story_id}.html").write_bytes(page.body)

    assert complaints(tmp_path) == []
