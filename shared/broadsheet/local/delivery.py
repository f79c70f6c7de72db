"""What the template's distribution does with a reader's request, as values."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from broadsheet.local.transform import Facts, TemplateError

PAGE_ADDRESSES: Final = "d264aacd721190e4dd10a269cd21e94156c42dd82c83a4b21877bb20950cf93b"
"""The SHA-256 of the edge function that `page_of` plays. With another one in the template, change `page_of` too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage:
    """What is answered in an error's place."""

    path: str
    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How a bucket becomes a site. Header names are in the case that they are sent in, `removed` in lower case."""

    bucket: str
    root_object: str = ""
    has_page_addresses: bool = False
    compresses: bool = False
    methods: tuple[str, ...] = ("GET", "HEAD")
    error_pages: Mapping[int, ErrorPage] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    removed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Redirect:
    """The edge's answer that the page is elsewhere."""

    location: str


def page_of(uri: str) -> str | Redirect:
    """What the template's edge function makes of a request's path (percent-encoded): another path, or an answer."""
    if uri.endswith("/"):
        return f"{uri}index.html"
    if "." in uri.rpartition("/")[2]:
        return uri
    return Redirect(f"/{uri.lstrip('/' + chr(92))}/")


def delivery_of(facts: Sequence[Facts]) -> Delivery | None:
    """The delivery that the template's distribution describes; None where there is no distribution.

    Raises:
        TemplateError: the distribution does what the local site doesn't play.
    """
    found = [each for each in facts if each.type == "AWS::CloudFront::Distribution"]
    if not found:
        return None
    if len(found) > 1:
        raise TemplateError("the local stack serves one distribution, and the template has several")
    config = found[0].properties["DistributionConfig"]
    named = {each.logical_id: each for each in facts}
    behaviour = config["DefaultCacheBehavior"]
    if config.get("CacheBehaviors"):
        raise TemplateError("the local site plays the default cache behaviour only")
    headers, removed = _headers(named.get(behaviour.get("ResponseHeadersPolicyId", "")))
    return Delivery(
        bucket=_bucket(config, behaviour["TargetOriginId"], facts),
        root_object=config.get("DefaultRootObject", ""),
        has_page_addresses=_has_page_addresses(behaviour, named),
        compresses=bool(behaviour.get("Compress", False)),
        methods=tuple(behaviour.get("AllowedMethods", ("GET", "HEAD"))),
        error_pages={
            int(page["ErrorCode"]): ErrorPage(
                path=page["ResponsePagePath"], status=int(page.get("ResponseCode", page["ErrorCode"]))
            )
            for page in config.get("CustomErrorResponses", [])
            if "ResponsePagePath" in page
        },
        headers=headers,
        removed=removed,
    )


def _bucket(config: Mapping[str, Any], origin_id: str, facts: Sequence[Facts]) -> str:
    domains = {origin["Id"]: origin["DomainName"] for origin in config["Origins"]}
    for each in facts:
        if each.type == "AWS::S3::Bucket" and each.attributes["Domain"] == domains.get(origin_id):
            return each.attributes["Name"]
    raise TemplateError(f"the distribution's origin {origin_id!r} is not one of the template's buckets")


def _has_page_addresses(behaviour: Mapping[str, Any], named: Mapping[str, Facts]) -> bool:
    associations = behaviour.get("FunctionAssociations", [])
    if behaviour.get("LambdaFunctionAssociations") or len(associations) > 1:
        raise TemplateError("the local site plays one CloudFront function only")
    for association in associations:
        function = named.get(association["FunctionARN"])
        code = function.properties["FunctionCode"] if function else ""
        if association["EventType"] != "viewer-request" or hashlib.sha256(code.encode()).hexdigest() != PAGE_ADDRESSES:
            raise TemplateError(
                f"{association['FunctionARN']} is not the edge function that the local site plays; "
                "bring page_of in broadsheet/local/delivery.py in line with it"
            )
        return True
    return False


def _headers(policy: Facts | None) -> tuple[dict[str, str], frozenset[str]]:
    if policy is None:
        return {}, frozenset()
    config = policy.properties["ResponseHeadersPolicyConfig"]
    headers = dict(_security_headers(config.get("SecurityHeadersConfig", {})))
    headers |= {item["Header"]: item["Value"] for item in config.get("CustomHeadersConfig", {}).get("Items", [])}
    removed = {item["Header"].lower() for item in config.get("RemoveHeadersConfig", {}).get("Items", [])}
    return headers, frozenset(removed)


def _security_headers(config: Mapping[str, Any]) -> list[tuple[str, str]]:
    headers = []
    for name, value in config.items():
        match name:
            case "ContentSecurityPolicy":
                headers.append(("Content-Security-Policy", value["ContentSecurityPolicy"]))
            case "ContentTypeOptions":
                headers.append(("X-Content-Type-Options", "nosniff"))
            case "FrameOptions":
                headers.append(("X-Frame-Options", value["FrameOption"]))
            case "ReferrerPolicy":
                headers.append(("Referrer-Policy", value["ReferrerPolicy"]))
            case "StrictTransportSecurity":
                parts = [f"max-age={value['AccessControlMaxAgeSec']}"]
                parts += ["includeSubDomains"] if value.get("IncludeSubdomains") else []
                parts += ["preload"] if value.get("Preload") else []
                headers.append(("Strict-Transport-Security", "; ".join(parts)))
            case _:
                raise TemplateError(f"the local site doesn't know the security header {name}")
    return headers
