from pathlib import Path

import pytest

from tests.cli.desk import run, write


def test_the_installed_themes_are_checked_and_nothing_is_wrong() -> None:
    ran = run("theme", "check")

    assert (ran.code, ran.out) == (0, "2 themes checked, nothing is wrong\n")
    assert [each["theme"] for each in run("theme", "check", "--json").document["themes"]] == ["default", "tabloid"]


def test_a_folders_faults_are_told_with_file_and_line(tmp_path: Path) -> None:
    write(tmp_path / "mine/templates/home.html", '{% extends "base.html" %}\n{% block mater %}{% endblock %}')
    ran = run("theme", "check", tmp_path / "mine")

    assert ran.code == 1
    assert "templates/home.html:2: base.html has no block 'mater'" in ran.out
    assert ran.out.endswith("1 theme checked, 1 fault\n")


def test_what_is_no_theme_is_told_with_those_that_are() -> None:
    ran = run("theme", "check", "tabliod")

    assert ran.code == 2
    assert "neither a folder nor a theme that is installed: those are default, tabloid" in ran.err


@pytest.mark.parametrize(
    "matter",
    [
        "{% for n in range(10 ** 12) %}{% endfor %}",
        "{% for n in range(10 ** 12) | select %}{% endfor %}",
        "{{ range(10 ** 12) | select | list }}",
    ],
)
def test_a_template_without_an_end_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, matter: str
) -> None:
    monkeypatch.setattr("broadsheet.cli.commands.theme.SECONDS", 1.0)
    write(tmp_path / "mine/templates/home.html", f"\n{matter}")
    ran = run("theme", "check", tmp_path / "mine")

    assert ran.code == 1
    assert "templates/home.html:2: this can't be written: it takes more than 1 seconds; right would be a" in ran.out
