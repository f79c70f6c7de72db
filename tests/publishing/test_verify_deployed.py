"""Damage done around S3's and DynamoDB's adapters is found, named and mended."""

import json
from collections.abc import Callable, Collection

import pytest

from broadsheet.publishing import Kind, verify, verify_and_repair
from broadsheet.stores.inbox import article_key
from broadsheet.stores.receipts import receipt_key
from tests.publishing.deployed import LATER, Cloud, on_fakes, on_moto

PAGE, GONE, OLD = "2026/11/alpha/index.html", "2026/11/gone/index.html", "2026/11/beta/index.html"
ENTRY = ("listing#all", "2026-11-20T10:30:00Z#a")
DUE = ("due", "2999-01-01T00:00:00Z#held")

Damage = Callable[[Cloud], object]


def _metadata(key: str, **changes: str | None) -> Damage:
    def damage(cloud: Cloud) -> None:
        there = cloud.s3.head_object(Bucket="the-site", Key=key)["Metadata"]
        named = {name.replace("_", "-"): value for name, value in changes.items()}
        metadata = {name: value for name, value in (there | named).items() if value is not None}
        cloud.change_object(key, Metadata=metadata)

    return damage


def _object(key: str, **changes: object) -> Damage:
    return lambda cloud: cloud.change_object(key, **changes)


def _planted(key: str) -> Damage:
    return lambda cloud: cloud.s3.put_object(Bucket="the-site", Key=key, Body=b"planted")


def _receipt(source_id: str, cloud: Cloud) -> str:
    newest = cloud.newsroom.inbox.newest(article_key(source_id))
    assert newest is not None
    return receipt_key(source_id, newest.version)


def _receipt_changed(cloud: Cloud) -> None:
    key = _receipt("a", cloud)
    told = json.loads(cloud.s3.get_object(Bucket="the-inbox", Key=key)["Body"].read())
    body = json.dumps(told | {"verdict": "draft", "url": None, "revision": 99})
    cloud.s3.put_object(Bucket="the-inbox", Key=key, Body=body)


def _lease(**attributes: dict[str, str]) -> Damage:
    return lambda cloud: cloud.put({**cloud.item("article#a", "article"), "holder": {"S": "dead"}, **attributes})


def _copied_entry(*place: str) -> Damage:
    pk, sk = place
    return lambda cloud: cloud.put({**cloud.item(*ENTRY), "pk": {"S": pk}, "sk": {"S": sk}})


def _claim(address: str, owner: str) -> Damage:
    return lambda cloud: cloud.put({"pk": {"S": f"address#{address}"}, "sk": {"S": "claim"}, "owner": {"S": owner}})


def _planted_row(cloud: Cloud) -> None:
    row = json.loads(cloud.item("article#a", "article")["row"]["S"]) | {"id": "planted", "addresses": ["/p/"]}
    row["live"]["entry"]["id"] = "planted"
    cloud.put({"pk": {"S": "article#planted"}, "sk": {"S": "article"}, "row": {"S": json.dumps(row)}})


DAMAGES: dict[str, tuple[Damage, Kind, str]] = {
    "the body, its metadata intact": (_object(PAGE, Body=b"wrong"), Kind.STALE, PAGE),
    "the type": (_object(PAGE, ContentType="text/plain"), Kind.STALE, PAGE),
    "the caching": (_object(PAGE, CacheControl="no-store"), Kind.STALE, PAGE),
    "an encoding": (_object(PAGE, ContentEncoding="gzip"), Kind.STALE, PAGE),
    "a name for downloads": (_object(PAGE, ContentDisposition="attachment"), Kind.STALE, PAGE),
    "the tags": (_metadata(PAGE, cache_tag="x"), Kind.STALE, PAGE),
    "no tags": (_metadata(PAGE, cache_tag=None), Kind.STALE, PAGE),
    "the digest": (_metadata(PAGE, digest="0"), Kind.STALE, PAGE),
    "metadata of others": (_metadata(PAGE, colour="red"), Kind.STALE, PAGE),
    "no status": (_metadata(GONE, status=None), Kind.STALE, GONE),
    "a status of its own": (_metadata(PAGE, status="410"), Kind.STALE, PAGE),
    "a status that is none": (_metadata(GONE, status="x"), Kind.STALE, GONE),
    "another location": (_metadata(OLD, location="/elsewhere/"), Kind.STALE, OLD),
    "recent.json": (_object("recent.json", Body=b"{}"), Kind.STALE, "recent.json"),
    "an object gone": (lambda cloud: cloud.s3.delete_object(Bucket="the-site", Key=PAGE), Kind.MISSING, PAGE),
    "an object under assets": (_planted("assets/style.0.css"), Kind.ORPHAN, "assets/style.0.css"),
    "an object under section": (_planted("section/x/index.html"), Kind.ORPHAN, "section/x/index.html"),
    "an object like an article": (_planted("2026/11/x/index.html"), Kind.ORPHAN, "2026/11/x/index.html"),
    "an object at a claimed address": (_planted(OLD), Kind.STALE, OLD),
    "a row gone": (lambda cloud: cloud.delete("article#b", "article"), Kind.SOURCE_WITHOUT_ROW, "b"),
    "a row planted": (_planted_row, Kind.ROW_WITHOUT_SOURCE, "planted"),
    "a row unreadable": (
        lambda cloud: cloud.put({**cloud.item("article#b", "article"), "row": {"S": "{"}}),
        Kind.UNREADABLE,
        "b",
    ),
    "a row of another": (
        lambda cloud: cloud.put(
            {**cloud.item("article#b", "article"), "row": cloud.item("article#a", "article")["row"]}
        ),
        Kind.UNREADABLE,
        "b",
    ),
    "the verdict": (lambda cloud: cloud.change_row("a", verdict="draft"), Kind.STALE_ROW, "a"),
    "the judged version": (lambda cloud: cloud.change_row("a", judged_version="x"), Kind.STALE_ROW, "a"),
    "nothing live": (lambda cloud: cloud.change_row("a", live=None), Kind.STALE_ROW, "a"),
    "the addresses": (lambda cloud: cloud.change_row("b", addresses=["/2026/11/moved/"]), Kind.STALE_ROW, "b"),
    "the due moment": (lambda cloud: cloud.change_row("held", due_at="2998-01-01T00:00:00Z"), Kind.STALE_ROW, "held"),
    "the text": (lambda cloud: cloud.change_row("a", text=None), Kind.STALE_ROW, "a"),
    "an entry gone": (lambda cloud: cloud.delete(*ENTRY), Kind.MISSING_ENTRY, "a"),
    "an entry of another": (
        lambda cloud: cloud.put(
            {
                **cloud.item(*ENTRY),
                "entry": cloud.item("listing#section#sea", ENTRY[1].replace("30:00Z#a", "40:00Z#b"))["entry"],
            }
        ),
        Kind.STALE_ENTRY,
        "a",
    ),
    "an entry unreadable": (
        lambda cloud: cloud.put({**cloud.item(*ENTRY), "entry": {"S": "{"}}),
        Kind.STALE_ENTRY,
        "a",
    ),
    "an entry at a wrong place": (_copied_entry("listing#all", "2026-11-21T00:00:00Z#a"), Kind.ORPHAN_ENTRY, "a"),
    "an entry in a wrong listing": (_copied_entry("listing#section#sea", ENTRY[1]), Kind.ORPHAN_ENTRY, "a"),
    "an entry of nobody": (_copied_entry("listing#all", "2026-11-21T00:00:00Z#x"), Kind.ORPHAN_ENTRY, "x"),
    "a claim gone": (lambda cloud: cloud.delete("address#/2026/11/beta/", "claim"), Kind.MISSING_CLAIM, "b"),
    "a claim of nobody": (_claim("/nobody/", "nobody"), Kind.ORPHAN_CLAIM, "nobody"),
    "a claim given away": (_claim("/2026/11/alpha/", "b"), Kind.WRONG_CLAIM, "a"),
    "a due place gone": (lambda cloud: cloud.delete(*DUE), Kind.MISSING_DUE, "held"),
    "a due place that leads elsewhere": (
        lambda cloud: cloud.put({**cloud.item(*DUE), "id": {"S": "a"}}),
        Kind.MISSING_DUE,
        "held",
    ),
    "a due place of nobody": (
        lambda cloud: cloud.put({"pk": {"S": "due"}, "sk": {"S": f"{LATER}#x"}, "id": {"S": "x"}}),
        Kind.ORPHAN_DUE,
        "x",
    ),
    "a lease for ever": (_lease(), Kind.STUCK_LEASE, "a"),
    "a lease for long": (_lease(until={"N": "32503680000"}), Kind.STUCK_LEASE, "a"),
    "a receipt gone": (
        lambda cloud: cloud.s3.delete_object(Bucket="the-inbox", Key=_receipt("a", cloud)),
        Kind.MISSING_RECEIPT,
        "a",
    ),
    "a receipt unreadable": (
        lambda cloud: cloud.s3.put_object(Bucket="the-inbox", Key=_receipt("a", cloud), Body=b"{"),
        Kind.MISSING_RECEIPT,
        "a",
    ),
    "a receipt wrong": (_receipt_changed, Kind.STALE_RECEIPT, "a"),
}


HEADERS_THAT_NO_FAKE_KNOWS = {"an encoding", "a name for downloads"}
ON_MOTO = [
    ["an encoding"],
    [
        "a name for downloads",
        "recent.json",
        "no status",
        "another location",
        "an object under section",
        "a row planted",
        "a claim gone",
        "a claim of nobody",
        "a due place gone",
        "a due place of nobody",
        "an entry of nobody",
        "a lease for long",
        "a receipt gone",
    ],
]


@pytest.mark.usefixtures("aws")
def test_where_nothing_is_damaged_nothing_is_found() -> None:
    cloud = on_moto()
    assert verify(cloud.newsroom).differences == ()
    assert verify(cloud.newsroom, sample=2).differences == ()


@pytest.mark.parametrize("name", sorted(DAMAGES.keys() - HEADERS_THAT_NO_FAKE_KNOWS))
def test_damage_is_found_by_its_name_and_mended(name: str) -> None:
    _are_found_and_mended([name], on_fakes())


@pytest.mark.usefixtures("aws")
def test_much_damage_at_once_is_found_and_mended_on_moto_too() -> None:
    cloud = on_moto()
    for names in ON_MOTO:
        _are_found_and_mended(names, cloud)


def _are_found_and_mended(names: Collection[str], cloud: Cloud) -> None:
    before = cloud.state()
    for name in names:
        DAMAGES[name][0](cloud)
    found, left = verify_and_repair(cloud.newsroom, pause_seconds=0)
    for _, kind, where in (DAMAGES[name] for name in names):
        assert [each for each in found.differences if each.kind is kind and where in (each.key, each.id)], found
    assert left.differences == ()
    assert cloud.state() == before
