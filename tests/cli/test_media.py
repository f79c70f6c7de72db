"""Media in the commands: files beside the articles, on their way into an inbox, or into a build."""

from pathlib import Path
from typing import Any

import pytest

from broadsheet.article import StoreError
from broadsheet.article.media import MAX_MEDIA_BYTES
from broadsheet.cli.folder_target import open_folder
from broadsheet.cli.reporting import Reporter
from broadsheet.cli.sending import Manner, send
from broadsheet.cli.sources import gather
from tests.cli.desk import Ran, article, files_of, run, write


def in_site(*arguments: str | Path) -> Ran:
    return run(*arguments, "--target", "./site")


def pictured(folder: Path, name: str, *sources: str, **fields: Any) -> Path:
    """An article with pictures in its body."""
    body = [{"type": "image", "src": source, "alt": ""} for source in sources]
    return article(folder, name, body=body, **fields)


def copies(site: str = "site") -> dict[str, bytes]:
    return (
        {key: data for key, (_, data) in files_of(Path(site) / "media").items()} if Path(site, "media").exists() else {}
    )


def states(ran: Ran) -> dict[str, str]:
    return {each["path"]: each["state"] for each in ran.document["media"]}


def faults(ran: Ran, name: str) -> list[tuple[str, str, str]]:
    told = ran.document.get("articles") or ran.document["files"]
    [found] = [each["faults"] for each in told if each["id"] == name]
    return [(fault["code"], fault["pointer"], fault["message"]) for fault in found]


def test_a_picture_is_sent_before_the_articles_that_show_it_and_once(articles: Path) -> None:
    write(articles / "media/storm.jpg", b"wind")
    pictured(articles, "one", "media/storm.jpg")
    pictured(articles, "two", "/media/storm.jpg")
    ran = in_site("publish", articles)
    assert ran.code == 0, ran.out
    lines = [line.split() for line in ran.out.splitlines()]
    assert lines[0] == ["sent", "media/storm.jpg", "4", "bytes"]
    assert [line[:2] for line in lines[1:3]] == [["published", "one"], ["published", "two"]]
    assert ran.out.endswith("2 files and 1 medium sent\n")
    assert copies() == {"one/storm.jpg": b"wind", "two/storm.jpg": b"wind"}


def test_a_medium_of_one_byte_has_one_byte(articles: Path) -> None:
    assert in_site("publish", write(articles / "media/dot.gif", b".")).out.splitlines()[0].endswith("  1 byte")


def test_only_other_bytes_are_sent(articles: Path) -> None:
    storm = write(articles / "media/storm.jpg", b"wind")
    write(articles / "media/calm.jpg", b"calm")
    file = pictured(articles, "one", "media/storm.jpg", "media/calm.jpg")
    first = in_site("publish", file, "--json").document["media"]
    assert [each["state"] for each in first] == ["sent", "sent"]
    assert first[1] == {
        "path": "media/storm.jpg",
        "file": str(storm),
        "size_bytes": 4,
        "state": "sent",
        "version": first[1]["version"],
    }
    assert first[1]["version"]
    write(storm, b"gale")
    ran = in_site("publish", file, "--json")
    assert states(ran) == {"media/calm.jpg": "unchanged", "media/storm.jpg": "sent"}
    assert copies() == {"one/calm.jpg": b"calm", "one/storm.jpg": b"gale"}
    assert in_site("publish", file).out.endswith("1 file sent, 2 media unchanged\n")


def test_media_are_found_beside_the_article_and_above_it_up_to_the_sites_folder(tmp_path: Path) -> None:
    write(tmp_path / "desk/site.toml", 'title = "The Tide"\n')
    write(tmp_path / "desk/media/top.png", b"top")
    write(tmp_path / "desk/articles/media/deep/own.png", b"own")
    write(tmp_path / "media/beyond.png", b"beyond")
    file = pictured(tmp_path / "desk/articles", "one", "media/top.png", "media/deep/own.png")
    assert in_site("publish", file).code == 0
    assert copies() == {"one/top.png": b"top", "one/deep/own.png": b"own"}
    pictured(tmp_path / "desk/articles", "one", "media/beyond.png")
    assert [code for code, _, _ in faults(run("validate", file, "--json"), "one")] == ["missing_media"]


def test_beside_a_folder_of_articles_media_lie_as_in_the_inbox(articles: Path, tmp_path: Path) -> None:
    write(tmp_path / "media/storm.jpg", b"wind")
    pictured(articles, "one", "media/storm.jpg")
    assert in_site("publish", articles).code == 0
    assert copies() == {"one/storm.jpg": b"wind"}


def test_a_missing_file_is_told_at_its_place_and_the_other_articles_are_sent(articles: Path) -> None:
    write(articles / "media/storm.jpg", b"wind")
    write(
        articles / "lost.json", '{\n "title": "Lost",\n "body": "",\n "image": {"src": "media/strom.jpg", "alt": ""}\n}'
    )
    pictured(articles, "good", "media/storm.jpg")
    ran = in_site("publish", "articles")
    assert ran.code == 1
    told = 'there is no file articles/media/strom.jpg, nor is it in the inbox; did you mean "media/storm.jpg"?'
    assert ran.out.splitlines()[:4] == [
        f"error[missing_media]: {told}",
        " --> articles/lost.json:4:19  /image/src",
        "  |",
        '4 |  "image": {"src": "media/strom.jpg", "alt": ""}',
    ]
    assert ran.out.endswith("1 file and 1 medium sent, 1 refused\n")
    assert in_site("status", "lost").code == 1
    assert in_site("status", "good").code == 0


def test_in_a_text_the_fault_is_at_the_name(articles: Path) -> None:
    body = "\u2713 See ![rain](media/a.jpg) and [more](/media/%D8%A8%D8%A7%20b.pdf#page=2)."
    write(articles / "one.json", f'{{\n"title": "One",\n"body":\n  "{body}"\n}}')
    told = run("validate", articles, "--json").document["files"][0]["faults"]
    assert [(fault["line"], fault["column"]) for fault in told] == [(4, 18), (4, 43)]


def test_what_the_inbox_has_needs_no_file(articles: Path) -> None:
    storm = write(articles / "media/storm.jpg", b"wind")
    in_site("publish", storm)
    storm.unlink()
    ran = in_site("publish", pictured(articles, "one", "media/storm.jpg"), "--json")
    assert (ran.code, states(ran)) == (0, {"media/storm.jpg": "there"})
    assert copies() == {"one/storm.jpg": b"wind"}


def test_validate_tells_the_same_faults_offline(articles: Path) -> None:
    write(articles / "media/storm.jpg", b"wind")
    write(articles / "media/Pier.PNG", b"pier")
    (articles / "media/folder.jpg").mkdir()
    with write(articles / "media/film.mp4", b"").open("wb") as film:
        film.truncate(MAX_MEDIA_BYTES + 1)
    named = ("storm.jpeg", "pier.png", "folder.jpg", "film.mp4", "nothing-like-it.gif")
    pictured(articles, "one", *(f"media/{name}" for name in named))
    pictured(articles, "two", "media/drawing.svg")
    ran = run("validate", "articles", "--json")
    assert faults(ran, "one") == [
        ("missing_media", "/body/0/src", 'there is no file articles/media/storm.jpeg; did you mean "media/storm.jpg"?'),
        ("missing_media", "/body/1/src", 'there is no file articles/media/pier.png; did you mean "media/Pier.PNG"?'),
        ("missing_media", "/body/2/src", "articles/media/folder.jpg is a folder; right would be a file"),
        (
            "media_size",
            "/body/3/src",
            "articles/media/film.mp4 has 25,000,001 bytes; right would be 25,000,000 at most",
        ),
        (
            "missing_media",
            "/body/4/src",
            "there is no file articles/media/nothing-like-it.gif; put it there, or name one that is there",
        ),
    ]
    [(code, pointer, _)] = faults(ran, "two")
    assert (code, pointer) == ("media_type", "/body/0/src")


def test_a_link_that_leads_out_of_its_folder_is_not_followed(articles: Path, tmp_path: Path) -> None:
    secret = write(tmp_path / "secret.jpg", b"secret")
    write(articles / "media/storm.jpg", b"wind")
    (articles / "media/out.jpg").symlink_to(secret)
    (articles / "media/in.jpg").symlink_to("storm.jpg")
    (articles / "media/broken.jpg").symlink_to("nowhere.jpg")
    pictured(articles, "bad", "media/out.jpg", "media/broken.jpg")
    pictured(articles, "good", "media/in.jpg")
    ran = in_site("publish", "articles", "--json")
    assert [message for _, _, message in faults(ran, "bad")] == [
        f"articles/media/out.jpg is a link that leads out of its folder, to {secret}; put the file itself there",
        "articles/media/broken.jpg is a link to a file that is not there",
    ]
    run("build", articles, "--out", "built")
    assert copies() == copies("built") == {"good/in.jpg": b"wind"}


def test_names_of_any_script_are_found_however_the_disk_writes_them(articles: Path) -> None:
    write(articles / "media/Cafe\u0301 باران 50%.jpg", b"rain")
    pictured(articles, "one", "media/Caf%C3%A9%20%D8%A8%D8%A7%D8%B1%D8%A7%D9%86%2050%25.jpg")
    assert in_site("publish", articles).code == 0
    assert copies() == {"one/Caf\u00e9 باران 50%.jpg": b"rain"}


def test_two_files_for_one_medium_are_refused_unless_they_are_the_same(articles: Path, tmp_path: Path) -> None:
    write(tmp_path / "media/storm.jpg", b"wind")
    other = write(articles / "media/storm.jpg", b"gale")
    pictured(articles, "one", "media/storm.jpg")
    [(code, _, message)] = faults(run("validate", "articles", "--json"), "one")
    assert code == "missing_media"
    assert message.startswith("articles/media/storm.jpg and media/storm.jpg are two files that differ")
    write(other, b"wind")
    assert run("validate", "articles").code == 0


def test_drafts_and_withdrawn_articles_may_lack_media(articles: Path) -> None:
    pictured(articles, "draft", "media/later.jpg", status="draft")
    pictured(articles, "withdrawn", "media/gone.jpg", status="withdrawn")
    pictured(articles, "held", "media/held.jpg", embargo_until="2999-01-01T00:00:00Z")
    told = {each["id"]: each["verdict"] for each in run("validate", articles, "--json").document["files"]}
    assert told == {"draft": "draft", "withdrawn": "withdrawn", "held": "rejected"}


def test_media_of_a_held_article_are_sent_and_not_shown(articles: Path) -> None:
    write(articles / "media/held.jpg", b"secret")
    ran = in_site("publish", pictured(articles, "held", "media/held.jpg"), "--at", "2999-01-01T00:00:00Z", "--json")
    assert (ran.code, states(ran)) == (0, {"media/held.jpg": "sent"})
    assert copies() == {}


def test_a_medium_may_be_sent_by_itself_and_what_shows_it_follows(articles: Path) -> None:
    storm = write(articles / "media/storm.jpg", b"wind")
    in_site("publish", pictured(articles, "one", "media/storm.jpg"))
    write(storm, b"gale")
    ran = in_site("publish", storm)
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "1 medium sent")
    assert copies() == {"one/storm.jpg": b"gale"}
    assert in_site("publish", write(articles / "storm.jpg", b"wind")).code == 2
    with storm.open("wb") as file:
        file.truncate(MAX_MEDIA_BYTES + 1)
    refused = in_site("publish", storm, "--json")
    assert (refused.code, refused.document["error"]["code"]) == (1, "media_size")


def test_a_folder_of_media_may_be_sent_by_itself(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("storm.jpg", "2026/pier.png", "notes.txt", ".hidden.jpg"):
        write(articles / "media" / name, b"x")
    assert states(in_site("publish", articles / "media/2026", "--json")) == {"media/2026/pier.png": "sent"}
    ran = in_site("publish", "articles/media", "--json")
    assert states(ran) == {"media/2026/pier.png": "unchanged", "media/storm.jpg": "sent"}
    monkeypatch.chdir(articles / "media/2026")
    ran = run("publish", "pier.png", "../storm.jpg", "--target", "../../../site", "--json")
    assert states(ran) == {"media/2026/pier.png": "unchanged", "media/storm.jpg": "unchanged"}
    assert run("validate", ".").code == 2


def test_by_force_the_target_judges_and_the_status_tells_how_to_mend_it(articles: Path) -> None:
    file = pictured(articles, "one", "media/storm.jpg")
    ran = in_site("publish", file, "--force", "--json")
    assert (ran.code, states(ran)) == (1, {"media/storm.jpg": "refused"})
    assert faults(ran, "one")[0][:2] == ("missing_media", "/body/0/src")
    assert "broadsheet publish media/FILE" in in_site("status", "one").out
    in_site("publish", write(articles / "media/storm.jpg", b"wind"))
    assert in_site("status", "one", "--json").document["verdict"] == "published"


def test_without_waiting_versions_of_media_are_printed_too(articles: Path) -> None:
    write(articles / "media/storm.jpg", b"wind")
    ran = in_site("publish", pictured(articles, "one", "media/storm.jpg"), "--no-wait")
    assert [line.split()[0] for line in ran.out.splitlines()[:2]] == ["media/storm.jpg", "one"]


class Failing:
    """A folder as a target that takes no more than some media, from several hands."""

    hands = 3

    def __init__(self, folder: Path, *, takes: int) -> None:
        self._target = open_folder(folder, may_be_new=True)
        self._takes = takes

    def put(self, key: str, data: bytes, *, by: str = "") -> str:
        if key.startswith("media/") and key[-5] >= str(self._takes):
            raise StoreError(f"upload {key}: AccessDenied")
        return self._target.room.inbox.put(key, data, by=by)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._target, name)


def test_when_a_medium_can_t_be_sent_no_article_is(articles: Path, tmp_path: Path) -> None:
    for number in range(3):
        write(articles / f"media/{number}.jpg", b"wind")
    pictured(articles, "one", *(f"media/{number}.jpg" for number in range(3)))
    target: Any = Failing(tmp_path / "site", takes=2)
    sending = send(gather([str(articles)]), target, Reporter(as_json=True), Manner())
    assert sending.exit_code == 3
    told = sending.as_json()
    assert told["error"]["message"].startswith("upload media/2.jpg: AccessDenied; ")
    assert told["error"]["message"].endswith(" of 3 media and all that comes after were not sent")
    assert told["media"][2]["state"] == "not_sent"
    assert told["articles"][0]["version"] is None


def test_a_build_has_the_same_media_and_tells_where_they_are_missing(articles: Path) -> None:
    storm = write(articles / "media/storm.jpg", b"wind")
    pictured(articles, "one", "media/storm.jpg")
    write(articles / "site.toml", 'logo = "media/logo.png"\n')
    logo = write(articles / "media/logo.png", b"a wave")
    assert in_site("publish", articles).code == 0
    assert run("build", articles, "--out", "built").code == 0
    assert copies() == copies("built") == {"_site/logo.png": b"a wave", "one/storm.jpg": b"wind"}
    write(storm, b"gale")
    assert run("build", articles, "--out", "built", "--json").document["files_written"] == 1
    storm.unlink()
    ran = run("build", "articles", "--out", "built", "--json")
    assert faults(ran, "one") == [
        (
            "missing_media",
            "/body/0/src",
            "there is no file articles/media/storm.jpg; put it there, or name one that is there",
        )
    ]
    assert copies("built")["one/storm.jpg"] == b"gale"
    logo.unlink()
    assert "nothing was built" in run("build", articles, "--out", "built").out


def test_new_settings_bring_their_media_along(tmp_path: Path) -> None:
    kim = '[authors.kim]\nname = "Kim"\nimage = "media/kim.png"\n'
    ada = '[authors.ada]\nname = "Ada"\nimage = "media/ada.svg"\n'
    write(tmp_path / "site.toml", 'logo = "media/lgo.png"\n' + kim + ada)
    write(tmp_path / "media/logo.png", b"a wave")
    refused = in_site("site", "push", "--json")
    assert refused.code == 1
    assert [(fault["code"], fault["pointer"]) for fault in refused.document["faults"]] == [
        ("media_type", "/authors/ada/image"),
        ("missing_media", "/logo"),
        ("missing_media", "/authors/kim/image"),
    ]
    write(tmp_path / "media/kim.png", b"Kim")
    write(tmp_path / "site.toml", 'logo = "media/logo.png"\n' + kim)
    ran = in_site("site", "push", "--json")
    assert (ran.code, states(ran)) == (0, {"media/kim.png": "sent", "media/logo.png": "sent"})
    assert copies() == {"_site/logo.png": b"a wave"}
    write(tmp_path / "media/logo.png", b"a wave, redrawn")
    again = in_site("site", "push", "--json")
    assert (again.document["changed"], states(again)["media/logo.png"]) == (False, "sent")
    assert copies() == {"_site/logo.png": b"a wave, redrawn"}
    in_site("publish", article(tmp_path, "one", authors=["kim"]))
    assert copies()["one/kim.png"] == b"Kim"


@pytest.mark.parametrize(
    ("theme", "hint"), [("defualt", "right may be 'default'"), ("dark", "those that exist are 'default', 'tabloid'")]
)
def test_a_theme_must_exist(tmp_path: Path, theme: str, hint: str) -> None:
    file = write(tmp_path / "site.toml", f'theme = "{theme}"\n')
    [fault] = run("validate", file, "--json").document["files"][0]["faults"]
    assert (fault["code"], fault["pointer"]) == ("settings", "/theme")
    assert hint in fault["message"]
    assert run("validate", write(file, 'theme = "default"\n')).code == 0
