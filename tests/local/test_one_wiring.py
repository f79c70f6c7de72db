"""The template is the only wiring: what changes there changes the local stack."""

import json
from pathlib import Path

from broadsheet.local import LocalStack
from tests.local.sketch import heard, notified, sketch

OF_PUBLISH = "Queue: !GetAtt PublishQueue.Arn\n            BatchSize: 10\n"


def send(stack: LocalStack, count: int) -> None:
    queue = stack.outputs["PublishQueueUrl"]
    entries = [{"Id": str(number), "MessageBody": json.dumps(number)} for number in range(count)]
    stack.client("sqs").send_message_batch(QueueUrl=queue, Entries=entries)


def largest_batch(template: Path) -> int:
    return max(len(call["event"]["Records"]) for call in heard(template, "publish"))


def test_the_batch_size_is_the_templates(tmp_path: Path) -> None:
    for size in (10, 2):
        template = sketch(tmp_path / str(size), (OF_PUBLISH, OF_PUBLISH.replace("10", str(size))))
        with LocalStack.start(template=template) as stack:
            send(stack, 10)
            stack.settle()
        assert largest_batch(template) == size


def test_the_prefix_filter_is_the_templates(tmp_path: Path) -> None:
    template = sketch(tmp_path, ("{Name: prefix, Value: articles/}", "{Name: prefix, Value: stories/}"))
    with LocalStack.start(template=template) as stack:
        for key in ("articles/a.json", "stories/a.json", "stories/a.txt"):
            stack.client("s3").put_object(Bucket=stack.outputs["InboxBucket"], Key=key, Body=b"{}")
        stack.settle()
    assert notified(template) == [("ObjectCreated:Put", "stories/a.json")]


def test_the_environment_is_the_templates_and_lambdas_and_no_other(tmp_path: Path) -> None:
    template = sketch(
        tmp_path,
        ("POWERTOOLS_METRICS_NAMESPACE: !Ref AWS::StackName\n", "NEW_NAME: !Sub of-${AWS::StackName}\n"),
        ("POWERTOOLS_SERVICE_NAME: publish\n", "POWERTOOLS_SERVICE_NAME: gazette\n"),
    )
    with LocalStack.start(template=template, parameters={"LogLevel": "ERROR"}) as stack:
        stack.settle()
        outputs = stack.outputs
    environment = heard(template, "publish")[0]["environment"]
    own = {name for name in environment if not name.startswith(("AWS_", "PYTHON", "LC_"))}
    lambdas = {"_HANDLER", "LAMBDA_TASK_ROOT", "LANG", "PATH", "TZ"}
    assert {name: environment[name] for name in own - lambdas} == {
        "INBOX_BUCKET": outputs["InboxBucket"],
        "SITE_BUCKET": outputs["SiteBucket"],
        "CATALOG_TABLE": outputs["CatalogTable"],
        "BACKLOG_QUEUE_URL": outputs["BacklogQueueUrl"],
        "PUBLISH_QUEUE_ARN": outputs["PublishQueueArn"],
        "TIMER_GROUP": outputs["TimerGroup"],
        "TIMER_ROLE_ARN": outputs["TimerRoleArn"],
        "ANNOUNCE_QUEUE_URL": outputs["AnnounceQueueUrl"],
        "NEW_NAME": "of-broadsheet-local",
        "POWERTOOLS_SERVICE_NAME": "gazette",
        "POWERTOOLS_LOG_LEVEL": "ERROR",
    }


def test_the_streams_filter_is_the_templates(tmp_path: Path) -> None:
    template = sketch(tmp_path, ('"prefix": "listing#"', '"prefix": "article#"'))
    with LocalStack.start(template=template) as stack:
        for key in ("article#a", "listing#all"):
            stack.client("dynamodb").put_item(
                TableName=stack.outputs["CatalogTable"], Item={"pk": {"S": key}, "sk": {"S": "x"}}
            )
        stack.settle()
    records = [record for call in heard(template, "refresh") for record in call["event"]["Records"]]
    assert [record["dynamodb"]["Keys"]["pk"]["S"] for record in records] == ["article#a"]


def test_the_backlogs_batch_size_is_the_templates(tmp_path: Path) -> None:
    old = "Queue: !GetAtt BacklogQueue.Arn\n            BatchSize: 10\n"
    template = sketch(tmp_path, (old, old.replace("10", "3")))
    with LocalStack.start(template=template) as stack:
        entries = [{"Id": str(number), "MessageBody": json.dumps(number)} for number in range(10)]
        stack.client("sqs").send_message_batch(QueueUrl=stack.outputs["BacklogQueueUrl"], Entries=entries)
        stack.settle()
    assert largest_batch(template) == 3
