"""What the template's distribution does with a reader's request, as values."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote, unquote_to_bytes

from broadsheet.local.transform import Facts, TemplateError

PAGE_ADDRESSES: Final = "53664e02d7da6abc3bf555caa1d2d39ac9be525cfa435d9750e57f0585d926a2"
PAGE_STATUS: Final = "2f1b1c820449b0fe3bcbe4b0841b106bac5c20e35e318e89b69173d10379b9b9"
PLAYED: Final = {
    "viewer-request": (PAGE_ADDRESSES, "page_of"),
    "viewer-response": (PAGE_STATUS, "answer_of"),
}
"""The SHA-256 of each edge function, and what plays it here. With another one in the template, change that too."""

_OWN: Final = {"PathPattern": "", "ResponseHeadersPolicyId": ""}
"""In what cache behaviours may differ."""

_MALFORMED: Final = re.compile("%(?![0-9A-Fa-f]{2})")
_NOT_ENCODED: Final = "-_.!~*'()"
"""What JavaScript's encodeURIComponent leaves besides letters and digits (ECMA-262)."""
_WRITTEN_SMALL: Final = {"archive", "author", "section", "tag"}
_STATUS: Final = "x-amz-meta-status"
_LOCATION: Final = "x-amz-meta-location"


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage:
    """What is answered in an error's place."""

    path: str
    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Headers:
    """What is added to an answer, in the case that it is sent in, and what is removed from it, in lower case."""

    added: Mapping[str, str] = field(default_factory=dict)
    removed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How a bucket becomes a site. `headers` are by the patterns of paths, the first that matches counting."""

    bucket: str
    root_object: str = ""
    has_page_addresses: bool = False
    has_page_status: bool = False
    compresses: bool = False
    methods: tuple[str, ...] = ("GET", "HEAD")
    error_pages: Mapping[int, ErrorPage] = field(default_factory=dict)
    headers: Mapping[str, Headers] = field(default_factory=dict)

    def headers_for(self, path: str) -> Headers:
        """The headers for a request's path, as it was sent."""
        return next((own for pattern, own in self.headers.items() if fnmatchcase(path, pattern)), Headers())


@dataclass(frozen=True, slots=True)
class Redirect:
    """The edge's answer that the page is elsewhere."""

    location: str


def page_of(uri: str) -> str | Redirect:
    """What the template's edge function makes of a request's path (percent-encoded): another path, or an answer.

    A page has one address: no index.html, no part twice, a slash at the end, and listings are written small.
    """
    try:
        path = unquote_to_bytes(uri).decode()
    except UnicodeDecodeError:
        return uri
    if _MALFORMED.search(uri):
        return uri
    parts = [part for part in path.split("/") if part not in {"", ".", ".."}]
    is_folder = path.endswith("/") or "." not in (parts or [""])[-1]
    if parts[-1:] == ["index.html"]:
        parts.pop()
        is_folder = True
    if parts and parts[0].lower() in _WRITTEN_SMALL:
        parts = [part.lower() for part in parts]
    end = "/" if is_folder and parts else ""
    if path != f"/{'/'.join(parts)}{end}":
        return Redirect(f"/{'/'.join(quote(part, safe=_NOT_ENCODED) for part in parts)}{end}")
    return f"{uri}index.html" if is_folder else uri


def answer_of(status: int, headers: Mapping[str, str]) -> tuple[int, dict[str, str]]:
    """What the template's other edge function makes of an answer: the status that the page stands for, in metadata."""
    kept = {name: value for name, value in headers.items() if name not in {_STATUS, _LOCATION}}
    meant = headers.get(_STATUS)
    if status == HTTPStatus.OK and meant == "410":
        return HTTPStatus.GONE, kept
    if status == HTTPStatus.OK and meant == "301" and _LOCATION in headers:
        return HTTPStatus.MOVED_PERMANENTLY, {**kept, "Location": headers[_LOCATION]}
    return status, kept


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
    played = _played_functions(behaviour, named)
    headers: dict[str, Headers] = {}
    for other in [*config.get("CacheBehaviors", []), {**behaviour, "PathPattern": "*"}]:
        if {**other, **_OWN} != {**behaviour, **_OWN}:
            raise TemplateError("the local site plays cache behaviours that differ in their headers only")
        pattern = "/" + other["PathPattern"].removeprefix("/") if other["PathPattern"] != "*" else "*"
        headers[pattern] = _headers(named.get(other.get("ResponseHeadersPolicyId", "")))
    return Delivery(
        bucket=_bucket(config, behaviour["TargetOriginId"], facts),
        root_object=config.get("DefaultRootObject", ""),
        has_page_addresses="viewer-request" in played,
        has_page_status="viewer-response" in played,
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
    )


def _bucket(config: Mapping[str, Any], origin_id: str, facts: Sequence[Facts]) -> str:
    domains = {origin["Id"]: origin["DomainName"] for origin in config["Origins"]}
    for each in facts:
        if each.type == "AWS::S3::Bucket" and each.attributes["Domain"] == domains.get(origin_id):
            return each.attributes["Name"]
    raise TemplateError(f"the distribution's origin {origin_id!r} is not one of the template's buckets")


def _played_functions(behaviour: Mapping[str, Any], named: Mapping[str, Facts]) -> set[str]:
    """The events at which an edge function runs."""
    if behaviour.get("LambdaFunctionAssociations"):
        raise TemplateError("the local site plays CloudFront functions only, no Lambda@Edge")
    events = set()
    for association in behaviour.get("FunctionAssociations", []):
        event = association["EventType"]
        function = named.get(association["FunctionARN"])
        code = function.properties["FunctionCode"] if function else ""
        digest, player = PLAYED[event]
        if hashlib.sha256(code.encode()).hexdigest() != digest:
            raise TemplateError(
                f"{association['FunctionARN']} is not the edge function that the local site plays; "
                f"bring {player} in broadsheet/local/delivery.py in line with it"
            )
        events.add(event)
    return events


def _headers(policy: Facts | None) -> Headers:
    if policy is None:
        return Headers()
    config = policy.properties["ResponseHeadersPolicyConfig"]
    headers = dict(_security_headers(config.get("SecurityHeadersConfig", {})))
    headers |= {item["Header"]: item["Value"] for item in config.get("CustomHeadersConfig", {}).get("Items", [])}
    removed = {item["Header"].lower() for item in config.get("RemoveHeadersConfig", {}).get("Items", [])}
    return Headers(added=headers, removed=frozenset(removed))


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
