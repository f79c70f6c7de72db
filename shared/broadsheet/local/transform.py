"""From the SAM template to what moto's CloudFormation can make of it.

Nothing here resolves an intrinsic function. What the local stack has to know of a resource, be it one that moto makes
or one that it can't, is asked of CloudFormation itself: as an output of the stack, in JSON.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import boto3
from samtranslator.metrics.metrics import DummyMetricsPublisher, Metrics
from samtranslator.model.exceptions import InvalidDocumentException
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.utils.py27hash_fix import to_py27_compatible_template, undo_mark_unicode_str_in_template
from samtranslator.yaml_helper import yaml_parse
from yaml import YAMLError

Json = Any

HELD: Final = {
    "AWS::S3::Bucket": {"Name": "Ref", "Arn": "Arn", "Domain": "RegionalDomainName"},
    "AWS::SQS::Queue": {"Url": "Ref", "Arn": "Arn"},
    "AWS::DynamoDB::Table": {"Name": "Ref", "StreamArn": "StreamArn"},
}
"""What moto makes, and what has to be known of each beside its properties."""

PLAYED: Final = (
    "AWS::Lambda::Function",
    "AWS::Lambda::LayerVersion",
    "AWS::Lambda::EventSourceMapping",
    "AWS::Events::Rule",
    "AWS::CloudFront::Distribution",
    "AWS::CloudFront::Function",
    "AWS::CloudFront::ResponseHeadersPolicy",
    "AWS::Scheduler::ScheduleGroup",
)
"""What the local stack plays itself, by the resources' properties."""

SITE_URL_OUTPUT: Final = "SiteUrl"
LOCAL_CODE: Final = "local"
"""The S3 bucket that stands for folders of this machine; a key in it is a path, quoted."""

_FACTS: Final = "LocalFactsOf"


class TemplateError(Exception):
    """The template can't be made into a local stack; the message says why."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What CloudFormation says of one resource: its type, its properties resolved, and attributes by HELD's names."""

    logical_id: str
    type: str
    properties: Mapping[str, Json]
    attributes: Mapping[str, str]


def read_template(path: Path, *, region: str, parameters: Mapping[str, str]) -> dict[str, Json]:
    """The template at `path` as SAM's own translator puts it to CloudFormation.

    Raises:
        TemplateError: it can't be read, or SAM refuses it.
    """
    try:
        template = yaml_parse(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        raise TemplateError(f"{path}: {error}") from error
    if not isinstance(template, dict) or not isinstance(template.get("Resources"), dict):
        raise TemplateError(f"{path} is no template: it has no Resources")
    _stand_in_for_folders(template)
    session = boto3.Session(aws_access_key_id="local", aws_secret_access_key="local", region_name=region)  # noqa: S106
    values: dict[str, Json] = dict(parameters)
    to_py27_compatible_template(template, values)
    metrics = Metrics("ServerlessTransform", DummyMetricsPublisher())  # SAM warns of metrics that nobody publishes
    try:
        translated = Translator(None, Parser(), boto_session=session, metrics=metrics).translate(
            template, parameter_values=values, get_managed_policy_map=dict
        )
    except InvalidDocumentException as error:
        causes = "; ".join(cause.message for cause in error.causes)
        raise TemplateError(f"{path}: {causes}") from error
    finally:
        metrics.publish()
    result: dict[str, Json] = undo_mark_unicode_str_in_template(translated)
    return result


def for_moto(translated: Mapping[str, Json], *, site_url: str) -> dict[str, Json]:
    """The part of a translated template that moto makes.

    A resource that moto doesn't hold is known by its logical id wherever it is named.
    """
    resources = translated["Resources"]
    held = {name for name, resource in resources.items() if resource["Type"] in HELD}
    absent = set(resources) - held
    template = {part: translated[part] for part in _PARTS if part in translated}
    template["Resources"] = {name: _held(resources[name], held, absent) for name in resources if name in held}
    template["Outputs"] = {name: _without(output, absent) for name, output in translated.get("Outputs", {}).items()}
    if SITE_URL_OUTPUT in template["Outputs"]:
        template["Outputs"][SITE_URL_OUTPUT]["Value"] = site_url
    return template


def with_facts(template: Mapping[str, Json], translated: Mapping[str, Json]) -> dict[str, Json]:
    """`for_moto`'s template with one output more for each resource that the local stack has to know."""
    resources = translated["Resources"]
    absent = {name for name, resource in resources.items() if resource["Type"] not in HELD}
    facts = {
        f"{_FACTS}{name}": _facts_output(name, resource, absent)
        for name, resource in resources.items()
        if resource["Type"] in HELD or resource["Type"] in PLAYED
    }
    return {**template, "Outputs": {**template["Outputs"], **facts}}


def facts_of(outputs: Mapping[str, str]) -> list[Facts]:
    """The facts in the outputs of a stack that was made `with_facts`."""
    found = []
    for key, value in outputs.items():
        if key.startswith(_FACTS):
            known = json.loads(value)
            found.append(Facts(key.removeprefix(_FACTS), known["Type"], known["Properties"], known["Attributes"]))
    return found


_PARTS: Final = ("AWSTemplateFormatVersion", "Description", "Parameters", "Conditions", "Mappings")


def _stand_in_for_folders(template: dict[str, Json]) -> None:
    """Give SAM addresses in S3 in place of folders, as `sam package` would."""
    defaults = template.get("Globals", {})
    places = [(defaults.get("Function", {}), "CodeUri"), (defaults.get("LayerVersion", {}), "ContentUri")]
    for resource in template["Resources"].values():
        properties = resource.get("Properties") or {}
        match resource.get("Type"):
            case "AWS::Serverless::Function":
                places.append((properties, "CodeUri"))
            case "AWS::Serverless::LayerVersion":
                places.append((properties, "ContentUri"))
    for properties, key in places:
        folder = properties.get(key)
        if isinstance(folder, str) and not folder.startswith("s3://"):
            properties[key] = f"s3://{LOCAL_CODE}/{quote(folder, safe='')}"


def _held(resource: Mapping[str, Json], held: set[str], absent: set[str]) -> dict[str, Json]:
    kept: dict[str, Json] = _without(resource, absent)
    needed = kept.pop("DependsOn", [])
    needed = [name for name in ([needed] if isinstance(needed, str) else needed) if name in held]
    return {**kept, "DependsOn": needed} if needed else kept


def _facts_output(name: str, resource: Mapping[str, Json], absent: set[str]) -> dict[str, Json]:
    attributes = {
        fact: {"Ref": name} if attribute == "Ref" else {"Fn::GetAtt": [name, attribute]}
        for fact, attribute in HELD.get(resource["Type"], {}).items()
    }
    if resource["Type"] == "AWS::DynamoDB::Table" and "StreamSpecification" not in resource["Properties"]:
        del attributes["StreamArn"]
    document = {
        "Type": resource["Type"],
        "Properties": _without(resource.get("Properties", {}), absent),
        "Attributes": attributes,
    }
    condition = {"Condition": resource["Condition"]} if "Condition" in resource else {}
    return {"Value": {"Fn::ToJsonString": document}, **condition}


def _without(value: Json, absent: set[str]) -> Json:
    """A copy in which each mention of an absent resource is its logical id."""
    match value:
        case {"Ref": str(name)} if name in absent:
            return name
        case {"Fn::GetAtt": [str(name), *_]} if name in absent:
            return name
        case {"Fn::Sub": str(text)}:
            return {"Fn::Sub": _sub_without(text, absent)}
        case {"Fn::Sub": [str(text), dict(values)]}:
            return {"Fn::Sub": [_sub_without(text, absent - set(values)), _without(values, absent)]}
        case dict():
            return {key: _without(item, absent) for key, item in value.items()}
    return [_without(item, absent) for item in value] if isinstance(value, list) else value


_MENTION: Final = re.compile(r"\$\{(\w+)(?:\.[\w.]+)?\}")


def _sub_without(text: str, absent: set[str]) -> str:
    return _MENTION.sub(lambda found: found[1] if found[1] in absent else found[0], text)
