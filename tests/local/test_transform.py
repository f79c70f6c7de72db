"""What can't be made into a local stack is refused, in words."""

from pathlib import Path

import pytest

from broadsheet.local import LocalStack, TemplateError
from broadsheet.local.transform import facts_of, for_moto, read_template, with_facts
from tests.local.sketch import TEMPLATE, sketch


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"nowhere\.yaml"):
        read_template(tmp_path / "nowhere.yaml", region="eu-central-1", parameters={})


@pytest.mark.parametrize("text", ["", "[]", "a: b", "a: [", "Resources: 5"])
def test_what_is_no_template_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "template.yaml"
    path.write_text(text)
    with pytest.raises(TemplateError, match=r"template\.yaml"):
        read_template(path, region="eu-central-1", parameters={})


def test_what_sam_refuses_is_refused_in_sams_words(tmp_path: Path) -> None:
    template = sketch(tmp_path, ("Type: SQS\n          Properties:", "Type: Pigeon\n          Properties:"))
    with pytest.raises(TemplateError, match="Inbox"):
        read_template(template, region="eu-central-1", parameters={})


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("CodeUri: ../functions", "CodeUri: ../elsewhere", "there is no folder"),
        ("CodeUri: ../functions", "CodeUri: s3://bucket/key", "from a folder"),
        ("NotificationConfiguration:\n", "NotificationConfiguration:\n        TopicConfigurations: []\n", "Topic"),
        ('path.endsWith("/")', 'path.startsWith("/")', "page_of"),
        ("Schedule: rate(15 minutes)", "Schedule: cron(0 12 * * ? *)", r"rate\(15 minutes\), not 'cron\(0 12"),
        ("Schedule: rate(15 minutes)", "{Schedule: rate(15 minutes), Input: '{}'}", "own event"),
        ("            Compress: true", "            Compress: false", "differ in their headers only"),
    ],
)
def test_what_the_local_stack_does_not_play_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    template = sketch(tmp_path, (old, new))
    with pytest.raises(TemplateError, match=message):
        LocalStack.start(template=template)


def test_a_refused_template_leaves_room_for_another_stack(tmp_path: Path) -> None:
    with pytest.raises(TemplateError):
        LocalStack.start(template=tmp_path / "nowhere.yaml")
    with LocalStack.start(template=sketch(tmp_path / "sketch")) as stack:
        assert stack.outputs


def test_moto_is_given_what_it_can_hold() -> None:
    template = for_moto(read_template(TEMPLATE, region="eu-central-1", parameters={}), site_url="http://127.0.0.1:1")
    kinds = {resource["Type"] for resource in template["Resources"].values()}
    assert kinds == {"AWS::S3::Bucket", "AWS::SQS::Queue", "AWS::DynamoDB::Table"}
    assert template["Outputs"]["SiteUrl"]["Value"] == "http://127.0.0.1:1"


def test_the_template_itself_is_read_only() -> None:
    translated = read_template(TEMPLATE, region="eu-central-1", parameters={})
    template = for_moto(translated, site_url="")
    before = str((translated, template))
    with_facts(template, translated)
    assert str((translated, template)) == before


def test_other_outputs_are_no_facts() -> None:
    assert (
        facts_of({"SiteUrl": "{}", "LocalFactsOfA": '{"Type": "T", "Properties": {}, "Attributes": {}}'})[0].type == "T"
    )
