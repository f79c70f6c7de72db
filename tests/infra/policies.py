"""What the template's policies allow, and which calls of AWS's interfaces they are for.

Resources are named by the template: "InboxBucket/articles/a.json", "Catalog", "BacklogQueue".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, Final

_OF_VERSIONS: Final = {"s3:GetObject": "s3:GetObjectVersion", "s3:DeleteObject": "s3:DeleteObjectVersion"}
_ACTIONS: Final = {
    "head_object": "s3:GetObject",
    "list_objects_v2": "s3:ListBucket",
    "send_message_batch": "sqs:SendMessage",
}
_ACTIONS_BY_ITEM: Final = {
    "Put": "dynamodb:PutItem",
    "Update": "dynamodb:UpdateItem",
    "Delete": "dynamodb:DeleteItem",
    "ConditionCheck": "dynamodb:ConditionCheckItem",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """An action that a call needs to be allowed, on what, and with which prefix if keys are listed."""

    action: str
    resource: str
    prefix: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One action on one resource, as a statement of a policy allows it; `*` stands for anything.

    With `prefix` None it is for calls without one.
    """

    action: str
    resource: str
    prefix: str | None = "*"

    def allows(self, need: Need) -> bool:
        """Whether it is for that."""
        if self.action != need.action or not fnmatchcase(need.resource, self.resource):
            return False
        if self.prefix is None or need.prefix is None:
            return self.prefix in {None, "*"} and need.prefix is None
        return fnmatchcase(need.prefix, self.prefix)


def needs_of(operation: str, options: dict[str, Any]) -> Iterator[Need]:
    """What a call needs, by the service authorization reference; `operation` is named as boto3's method."""
    if operation == "transact_write_items":
        for item in options["TransactItems"]:
            [(kind, given)] = item.items()
            yield Need(action=_ACTIONS_BY_ITEM[kind], resource=given["TableName"])
        return
    if operation == "create_schedule":
        yield Need(action="iam:PassRole", resource=options["Target"]["RoleArn"])
    service, resource = _place(options)
    action = _ACTIONS.get(operation) or f"{service}:{''.join(word.title() for word in operation.split('_'))}"
    action = action.replace("ListObjectVersions", "ListBucketVersions")
    if options.get("VersionId"):
        action = _OF_VERSIONS[action]
    if operation in {"get_object", "head_object"}:
        # Without it S3 answers 403 for a key that is not there.
        yield Need(action="s3:ListBucket", resource=options["Bucket"])
    yield Need(action=action, resource=resource, prefix=options.get("Prefix"))


def _place(options: dict[str, Any]) -> tuple[str, str]:
    if "Bucket" in options:
        key = options.get("Key")
        return "s3", options["Bucket"] if key is None else f"{options['Bucket']}/{key}"
    if "TableName" in options:
        return "dynamodb", options["TableName"]
    if "QueueUrl" in options:
        return "sqs", options["QueueUrl"]
    if "DistributionId" in options:
        return "cloudfront", options["DistributionId"]
    if "StackName" in options:
        return "cloudformation", options["StackName"]
    return "scheduler", f"{options['GroupName']}/{options['Name']}"


def grants_of(document: dict[str, Any]) -> Iterator[Grant]:
    """Every action on every resource that a policy allows."""
    for statement in document["Statement"]:
        for action in _listed(statement["Action"]):
            for resource in _listed(statement["Resource"]):
                for prefix in _prefixes(statement.get("Condition", {})):
                    yield Grant(action=action, resource=_named(resource), prefix=prefix)


def _prefixes(condition: dict[str, Any]) -> list[str | None]:
    if condition.get("Null") == {"s3:prefix": "true"}:
        return [None]
    return _listed(condition.get("StringLike", {}).get("s3:prefix", "*"))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _named(resource: Any) -> str:
    """The resource by its name in the template."""
    if isinstance(resource, str):
        return resource
    [(function, value)] = resource.items()
    if function == "Fn::GetAtt":
        return value[0] if value[1] == "Arn" else ".".join(value)
    text = value.rpartition(":distribution/" if ":distribution/" in value else ":schedule/")[2]
    return re.sub(r"\$\{(\w+)(?:\.Arn)?\}", r"\1", text)
