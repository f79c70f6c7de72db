"""What the template promises to operators."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse

from broadsheet.stores.receipts import Verdict

INFRA = Path(__file__).parents[2] / "infra"
TEMPLATE: dict[str, Any] = yaml_parse((INFRA / "template.yaml").read_text())
RESOURCES: dict[str, Any] = TEMPLATE["Resources"]


TRACING = {"Fn::If": ["WithTracing", {"Ref": "TracingPolicy"}, {"Ref": "AWS::NoValue"}]}
"""What a role has where traces are wanted, besides its own."""


def properties(name: str) -> Any:
    return RESOURCES[name]["Properties"]


def of_type(kind: str) -> list[str]:
    return [name for name, resource in RESOURCES.items() if resource["Type"] == kind]


def statements() -> list[Any]:
    """Every statement that allows the functions something."""
    found = list(properties("NewsroomPolicy")["PolicyDocument"]["Statement"])
    for role in of_type("AWS::IAM::Role"):
        for policy in properties(role)["Policies"]:
            found += policy["PolicyDocument"]["Statement"]
    return found


def test_the_outputs_are_those_that_the_command_line_reads() -> None:
    assert set(TEMPLATE["Outputs"]) - {"AlarmTopicArn", "EditorPolicyArn"} == {
        "AnnounceDeadLetterQueueUrl",
        "AnnounceQueueUrl",
        "BacklogDeadLetterQueueUrl",
        "BacklogQueueUrl",
        "CatalogTable",
        "DeadLetterQueueUrl",
        "InboxBucket",
        "PublishQueueArn",
        "PublishQueueUrl",
        "RefreshDeadLetterQueueUrl",
        "SiteBucket",
        "SiteUrl",
        "TimerGroup",
        "TimerRoleArn",
    }


@pytest.mark.parametrize("stage", ["default", "staging"])
def test_a_stage_is_deployed_with_parameters_that_there_are(stage: str) -> None:
    deployed = tomllib.loads((INFRA.parent / "samconfig.toml").read_text())[stage]["deploy"]["parameters"]
    given = dict(each.split("=") for each in deployed["parameter_overrides"])

    assert given.keys() <= TEMPLATE["Parameters"].keys()
    for name, value in given.items():
        rule = TEMPLATE["Parameters"][name]
        assert re.fullmatch(rule.get("AllowedPattern", ".*"), value)
        assert value in rule.get("AllowedValues", [value])
    assert deployed["capabilities"] == "CAPABILITY_IAM"


def test_stages_share_no_name() -> None:
    """A name that the template gives has the stack's in it; without a name CloudFormation makes one of the stack's."""
    given = {
        f"{name}.{key}": json.dumps(value)
        for name, resource in RESOURCES.items()
        for key, value in resource.get("Properties", {}).items()
        if key
        in {"Name", "BucketName", "QueueName", "TableName", "RoleName", "FunctionName", "LogGroupName", "AlarmName"}
        or key in {"TopicName", "ManagedPolicyName", "LayerName", "DashboardName"}
    }
    nested = [json.dumps(properties(name)) for name in of_type("AWS::CloudFront::ResponseHeadersPolicy")]

    assert given
    assert all("AWS::StackName" in value for value in [*given.values(), *nested]), given
    namespaces = {json.dumps(properties(alarm)["Namespace"]) for alarm in of_type("AWS::CloudWatch::Alarm")}
    assert all("AWS::StackName" in each or each.startswith('"AWS/') for each in namespaces)


@pytest.mark.parametrize("alarm", of_type("AWS::CloudWatch::Alarm"))
def test_an_alarm_tells_the_topic_and_leads_to_its_page_of_the_runbook(alarm: str) -> None:
    assert properties(alarm)["AlarmActions"] == properties(alarm)["OKActions"] == [{"Ref": "AlarmTopic"}]
    assert properties(alarm)["AlarmDescription"].endswith(f" See docs/runbook.md#{alarm.lower()}")
    assert f"\n## {alarm}\n" in (INFRA.parent / "docs" / "runbook.md").read_text()


def test_the_dashboard_shows_every_alarm_and_metrics_that_there_are() -> None:
    body = json.loads(properties("Dashboard")["DashboardBody"]["Fn::Sub"])
    (shown,) = [widget["properties"]["alarms"] for widget in body["widgets"] if widget["type"] == "alarm"]
    assert sorted(shown) == sorted(f"${{{alarm}.Arn}}" for alarm in of_type("AWS::CloudWatch::Alarm"))
    own = re.findall(
        r'"(?:\$\{AWS::StackName\}|\.)", "([A-Z]\w+)"', properties("Dashboard")["DashboardBody"]["Fn::Sub"]
    )
    code = "".join(path.read_text() for path in (INFRA.parent / "functions").glob("*.py"))
    counted = {*re.findall(r'add_metric\(name="(\w+)"', code), *(verdict.value.capitalize() for verdict in Verdict)}
    assert own
    assert set(own) <= counted


@pytest.mark.parametrize("bucket", of_type("AWS::S3::Bucket"))
def test_every_bucket_is_private_encrypted_and_kept(bucket: str) -> None:
    assert set(properties(bucket)["PublicAccessBlockConfiguration"].values()) == {True}
    assert properties(bucket)["BucketEncryption"]
    assert RESOURCES[bucket]["DeletionPolicy"] == RESOURCES[bucket]["UpdateReplacePolicy"] == "Retain"


@pytest.mark.parametrize("bucket", of_type("AWS::S3::Bucket"))
def test_every_bucket_is_reached_over_tls_only(bucket: str) -> None:
    (policy,) = [
        properties(name)["PolicyDocument"]
        for name in of_type("AWS::S3::BucketPolicy")
        if properties(name)["Bucket"] == {"Ref": bucket}
    ]
    denied = [each for each in policy["Statement"] if each.get("Effect") == "Deny"]
    assert [each["Condition"] for each in denied] == [{"Bool": {"aws:SecureTransport": "false"}}]


@pytest.mark.parametrize("queue", of_type("AWS::SQS::Queue"))
def test_every_queue_is_encrypted_and_keeps_its_messages_as_long_as_it_can(queue: str) -> None:
    assert properties(queue)["SqsManagedSseEnabled"] is True
    assert properties(queue)["MessageRetentionPeriod"] == 14 * 24 * 3600


def test_a_message_stays_taken_for_six_times_the_functions_timeout() -> None:
    for queue in ("PublishQueue", "BacklogQueue"):
        assert properties(queue)["VisibilityTimeout"] >= 6 * properties("PublishFunction")["Timeout"]


@pytest.mark.parametrize("function", ["ReleaseFunction", "SweepFunction", "VerifyFunction"])
def test_a_scheduled_function_ends_before_its_next_run_begins(function: str) -> None:
    pace = properties(function)["Events"]["Schedule"]["Properties"]["Schedule"]
    number, unit = pace.removeprefix("rate(").removesuffix(")").split()
    assert properties(function)["Timeout"] <= int(number) * {"minute": 60, "hour": 3600}[unit.removesuffix("s")]


def test_what_the_edge_function_reads_is_not_removed_before() -> None:
    removed = properties("SiteHeaders")["ResponseHeadersPolicyConfig"]["RemoveHeadersConfig"]["Items"]
    assert not {"x-amz-meta-status", "x-amz-meta-location"} & {item["Header"] for item in removed}


def test_only_the_inbox_sends_to_the_queue() -> None:
    (statement,) = properties("PublishQueuePolicy")["PolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": "s3.amazonaws.com"}
    named = statement["Condition"]["ArnEquals"]["aws:SourceArn"]["Fn::Sub"]
    assert named.endswith(f":::{properties('InboxBucket')['BucketName']['Fn::Sub']}")
    assert statement["Condition"]["StringEquals"]["aws:SourceAccount"] == {"Ref": "AWS::AccountId"}
    assert RESOURCES["InboxBucket"]["DependsOn"] == "PublishQueuePolicy"


def test_the_functions_may_do_no_more_than_they_are_given() -> None:
    for statement in statements():
        assert not [action for action in statement["Action"] if action.endswith("*")]
        if statement["Resource"] == "*":
            assert statement["Action"] == "dynamodb:ListStreams"  # this one call knows no resources


REMOVABLE = ("archive/*", "author/*", "section/*", "sitemaps/*", "tag/*", "media/*", "indexnow.txt")


def test_the_functions_may_remove_no_page_of_an_article() -> None:
    removable = [each["Resource"] for each in statements() if "s3:DeleteObject" in each["Action"]]
    assert removable == [[{"Fn::Sub": f"${{SiteBucket.Arn}}/{keys}"} for keys in REMOVABLE]]


def test_the_inbox_tells_of_no_key_twice() -> None:
    told: dict[str, list[str]] = {}
    for each in properties("InboxBucket")["NotificationConfiguration"]["QueueConfigurations"]:
        (prefix,) = [rule["Value"] for rule in each["Filter"]["S3Key"]["Rules"] if rule["Name"] == "prefix"]
        told.setdefault(each["Event"], []).append(prefix)
    assert set(told) == {"s3:ObjectCreated:*", "s3:ObjectRemoved:*"}
    for prefixes in told.values():
        assert sorted(prefixes) == ["articles/", "media/", "site.toml"]


def test_every_dead_letter_queue_raises_an_alarm() -> None:
    watched = {
        dimension["Value"]["Fn::GetAtt"][0]
        for alarm in of_type("AWS::CloudWatch::Alarm")
        for dimension in properties(alarm)["Dimensions"]
        if dimension["Name"] == "QueueName"
    }
    assert watched >= {queue for queue in of_type("AWS::SQS::Queue") if "DeadLetter" in queue}


def test_every_function_on_schedule_raises_an_alarm_when_it_fails() -> None:
    """Nobody waits for it, and it has no dead letters."""
    scheduled = {
        name
        for name in of_type("AWS::Serverless::Function")
        for event in properties(name)["Events"].values()
        if event["Type"] == "Schedule"
    }
    watched = {
        dimension["Value"]["Ref"]
        for alarm in of_type("AWS::CloudWatch::Alarm")
        if properties(alarm)["MetricName"] == "Errors"
        for dimension in properties(alarm)["Dimensions"]
    }
    assert scheduled
    assert watched == scheduled


def test_only_the_sweep_and_the_check_may_read_the_whole_catalog() -> None:
    may_scan = {
        role
        for role in of_type("AWS::IAM::Role")
        for policy in properties(role)["Policies"]
        for statement in policy["PolicyDocument"]["Statement"]
        if "dynamodb:Scan" in statement["Action"]
    }
    assert may_scan == {"SweepRole", "VerifyRole"}


def test_the_check_may_change_nothing() -> None:
    assert properties("VerifyRole")["ManagedPolicyArns"] == [TRACING]
    (policy,) = properties("VerifyRole")["Policies"]
    allowed = {
        action
        for statement in policy["PolicyDocument"]["Statement"]
        for action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])
    }
    assert {action.partition(":")[2] for action in allowed if not action.startswith("logs:")} == {
        "GetItem",
        "GetObject",
        "GetObjectVersion",
        "ListBucket",
        "ListBucketVersions",
        "Query",
        "Scan",
    }


def test_who_is_told_of_a_feed_comes_when_the_cdn_has_forgotten_the_old_one() -> None:
    from broadsheet.site import caching  # noqa: PLC0415  # only here

    kept_seconds = int(caching.LISTING.rpartition("max-age=")[2])
    assert properties("AnnounceQueue")["DelaySeconds"] > kept_seconds


def test_announcing_takes_its_time_and_keeps_nobody_waiting() -> None:
    from announce import ENOUGH_MILLIS  # noqa: PLC0415  # a handler's module, as on Lambda
    from broadsheet.site.feeds import FEEDS  # noqa: PLC0415  # only here
    from broadsheet.stores.announcements import MOST_LISTINGS  # noqa: PLC0415
    from broadsheet.stores.http_herald import LONGEST_POST_SECONDS  # noqa: PLC0415

    timeout_seconds = properties("AnnounceFunction")["Timeout"]
    assert properties("AnnounceQueue")["VisibilityTimeout"] >= 6 * timeout_seconds
    assert timeout_seconds * 1000 > 2 * ENOUGH_MILLIS
    assert MOST_LISTINGS * len(FEEDS) * LONGEST_POST_SECONDS * 1000 < ENOUGH_MILLIS


def test_whatever_is_to_be_traced_may_be() -> None:
    assert TEMPLATE["Globals"]["Function"]["Tracing"] == {"Ref": "Tracing"}
    assert TEMPLATE["Parameters"]["Tracing"]["Default"] == "PassThrough"
    for function in of_type("AWS::Serverless::Function"):
        [role] = properties(function)["Role"]["Fn::GetAtt"][:1]
        assert TRACING in properties(role)["ManagedPolicyArns"], function


def test_who_announces_may_change_nothing() -> None:
    assert properties("AnnounceRole")["ManagedPolicyArns"] == [TRACING]
    (policy,) = properties("AnnounceRole")["Policies"]
    allowed = {
        action
        for statement in policy["PolicyDocument"]["Statement"]
        for action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])
        if not action.startswith(("logs:", "sqs:"))
    }
    assert allowed == {
        *("s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket", "s3:ListBucketVersions", "dynamodb:GetItem"),
    }


def test_what_is_refused_is_what_an_alarm_watches() -> None:
    alarm = properties("AnnounceRefusedAlarm")
    variables = properties("AnnounceFunction")["Environment"]["Variables"]
    assert alarm["Dimensions"] == [{"Name": "service", "Value": variables["POWERTOOLS_SERVICE_NAME"]}]
    assert alarm["MetricName"] == "AnnouncementsRefused"


def test_what_the_check_counts_is_what_its_alarm_watches() -> None:
    alarm = properties("VerifyDifferencesAlarm")
    variables = properties("VerifyFunction")["Environment"]["Variables"]
    assert (
        alarm["Namespace"]
        == TEMPLATE["Globals"]["Function"]["Environment"]["Variables"]["POWERTOOLS_METRICS_NAMESPACE"]
    )
    assert alarm["Dimensions"] == [{"Name": "service", "Value": variables["POWERTOOLS_SERVICE_NAME"]}]
    assert (alarm["MetricName"], alarm["Threshold"]) == ("VerifyDifferences", 1)


def test_a_stream_record_is_tried_for_longer_than_a_dead_handlers_lease() -> None:
    from broadsheet.stores.catalog import LEASE  # noqa: PLC0415  # only here

    (event,) = properties("RefreshFunction")["Events"].values()
    # Lambda's pauses between tries grow from a fraction of a second; five seconds each is a cautious guess.
    assert event["Properties"]["MaximumRetryAttempts"] * 5 > LEASE.total_seconds()


def test_the_stream_tells_refresh_of_listings_only() -> None:
    (event,) = properties("RefreshFunction")["Events"].values()
    (only,) = event["Properties"]["FilterCriteria"]["Filters"]
    assert json.loads(only["Pattern"]) == {"dynamodb": {"Keys": {"pk": {"S": [{"prefix": "listing#"}]}}}}


@pytest.mark.parametrize("function", of_type("AWS::Serverless::Function"))
def test_every_function_reports_partial_failures_and_keeps_its_logs_for_a_time(function: str) -> None:
    for event in properties(function)["Events"].values():
        if event["Type"] != "Schedule":
            assert event["Properties"]["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    logs = properties(function)["LoggingConfig"]["LogGroup"]["Ref"]
    assert properties(logs)["RetentionInDays"] == {"Ref": "LogRetentionDays"}


def test_the_functions_get_the_environment_that_they_read() -> None:
    from runtime import Environment  # noqa: PLC0415  # a handler's module, as on Lambda

    given = TEMPLATE["Globals"]["Function"]["Environment"]["Variables"]
    assert {field.alias for field in Environment.model_fields.values()} <= set(given)


def test_without_the_cdn_nothing_of_it_is_left() -> None:
    for name, resource in RESOURCES.items():
        if resource["Type"].startswith("AWS::CloudFront::"):
            assert resource["Condition"] == "WithCdn", name
