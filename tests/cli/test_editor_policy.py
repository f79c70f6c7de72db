"""Who has the editor's policy and nothing else can publish, follow, and be told what is wrong; and can't do more."""

import json
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from botocore import xform_name
from botocore.client import BaseClient
from botocore.exceptions import ClientError

from tests.cli.desk import Ran, article, run, write
from tests.cli.test_local import running_dev
from tests.infra.policies import Need, grants_of, needs_of
from tests.infra.test_template import properties

LIST: str = "s3:ListBucket"
MARA = '[authors.mara]\nname = "Mara Voss"\n'


@pytest.fixture(scope="module")
def dev(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("dev")
    with running_dev(folder):
        yield folder


@pytest.fixture
def refused(dev: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Need]]:
    """What IAM refuses, while an operator's settings hold and an editor's rights apply."""
    monkeypatch.chdir(dev)
    settings = write(tmp_path / "site.toml", MARA)
    assert run("site", "push", settings).code == 0
    policy = properties("EditorPolicy")["PolicyDocument"]
    noted: list[Need] = []
    call = BaseClient._make_api_call  # type: ignore[attr-defined]  # noqa: SLF001  # every call that is made

    def judged(client: BaseClient, operation: str, options: dict[str, Any]) -> Any:
        needs = [_located(need) for need in needs_of(xform_name(operation), options)]
        grants = [*grants_of(policy)]
        missing = [need for need in needs if not any(grant.allows(need) for grant in grants)]
        noted.extend(need for need in missing if need.action != LIST)
        if any(need.action != LIST for need in missing):
            raise _forbidden(operation)
        try:
            return call(client, operation, options)
        except ClientError as error:
            # Whoever may not list is not told that a key is not there.
            if missing and error.response["ResponseMetadata"]["HTTPStatusCode"] == HTTPStatus.NOT_FOUND:
                raise _forbidden(operation) from error
            raise

    with patch.object(BaseClient, "_make_api_call", judged):
        yield noted


def _forbidden(operation: str) -> ClientError:
    # A HEAD has no body that would say more.
    code = "403" if operation.startswith("Head") else "AccessDenied"
    answer = {"Error": {"Code": code, "Message": ""}, "ResponseMetadata": {"HTTPStatusCode": HTTPStatus.FORBIDDEN}}
    return ClientError(answer, operation)  # type: ignore[arg-type]  # as AWS answers


def _located(need: Need) -> Need:
    """By the template's names: the stack's bucket names begin with its own."""
    bucket, slash, key = need.resource.partition("/")
    for part, name in (("-inbox-", "InboxBucket"), ("-site", "SiteBucket"), ("-catalog", "Catalog")):
        if part in bucket.lower():
            return Need(action=need.action, resource=f"{name}{slash}{key}", prefix=need.prefix)
    stack = need.action.startswith("cloudformation:")
    return Need(action=need.action, resource="AWS::StackId" if stack else need.resource, prefix=need.prefix)


def published(*paths: Path) -> Ran:
    return run("publish", *paths, "--json")


def test_an_editor_publishes_by_authors_of_the_settings_with_media(refused: list[Need], articles: Path) -> None:
    write(articles / "media/storm.jpg", b"wind")
    path = article(articles, "storm", authors=["mara"], image={"src": "media/storm.jpg", "alt": ""})
    for _ in range(2):
        ran = published(path)
        assert ran.code == 0, ran.out
        [sent] = ran.document["articles"]
        assert (sent["verdict"], sent["url"]) == ("published", "/2026/11/storm/")
        # The second time as well: what is there can't be seen.
        assert [each["state"] for each in ran.document["media"]] == ["sent"]
    assert {need.action for need in refused} == {"s3:GetObject"}


def test_an_editor_has_no_right_that_publishing_does_without(
    refused: list[Need],  # noqa: ARG001
    articles: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(articles / "media/storm.jpg", b"wind")
    path = article(articles, "needy", image={"src": "media/storm.jpg", "alt": ""})
    rights = properties("EditorPolicy")["PolicyDocument"]["Statement"]
    every = list(grants_of({"Statement": rights}))
    for right in every:
        monkeypatch.setattr("tests.cli.test_editor_policy.grants_of", lambda _policy, gone=right: set(every) - {gone})
        ran = run("publish", path, "--timeout", "3", "--json")
        assert ran.code == 3, right


def test_a_medium_that_is_there_already_may_be_named(refused: list[Need], articles: Path) -> None:  # noqa: ARG001
    write(articles / "media/there.jpg", b"wind")
    assert run("publish", articles / "media/there.jpg").code == 0
    (articles / "media/there.jpg").unlink()
    [sent] = published(article(articles, "there", image={"src": "media/there.jpg", "alt": ""})).document["articles"]
    assert sent["verdict"] == "published"


def test_what_only_the_functions_can_know_is_told_by_the_receipt(refused: list[Need], articles: Path) -> None:  # noqa: ARG001
    image = {"src": "media/nowhere.jpg", "alt": ""}
    for name, fields, code in (
        ("a", {"authors": ["nobody"]}, "unknown_author"),
        ("b", {"image": image}, "missing_media"),
    ):
        ran = published(article(articles, name, **fields))
        [sent] = ran.document["articles"]
        assert (ran.code, [fault["code"] for fault in sent["faults"]]) == (1, [code])


@pytest.mark.parametrize(
    "arguments",
    [("unpublish", "storm"), ("history", "storm"), ("status", "storm"), ("list",), ("rebuild",), ("verify",)],
)
def test_an_editor_can_do_nothing_else(refused: list[Need], arguments: tuple[str, ...]) -> None:
    ran = run(*arguments, "--json")
    assert ran.code == 3
    assert "AccessDenied" in json.dumps(ran.document)
    assert refused


def test_an_editor_cant_change_the_settings(refused: list[Need], tmp_path: Path) -> None:
    ran = run("publish", write(tmp_path / "mine/site.toml", MARA).parent)
    assert ran.code == 3
    assert "site.toml: An error occurred (AccessDenied)" in ran.err
    assert refused
