"""What schema.org and the documents of search engines ask of a page's graph, written down as far as pages use it.

Properties with the types of their values are schema.org's (release 29); what must be there, and addresses with their
scheme and host, is what Google's pages on Article, Breadcrumb, Organization, ProfilePage and site names ask for.
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

Node = dict[str, Any]
Check = Callable[[Any], bool]


def text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def url(value: Any) -> bool:
    return text(value) and urlsplit(value).scheme in {"http", "https"} and bool(urlsplit(value).hostname)


def moment(value: Any) -> bool:
    return text(value) and "T" in value and datetime.fromisoformat(value).utcoffset() is not None


def day(value: Any) -> bool:
    return text(value) and bool(re.fullmatch(r"\d{4}(-\d\d){0,2}", value))


def language(value: Any) -> bool:
    return text(value) and bool(re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", value))


def whole(value: Any) -> bool:
    return type(value) is int and value > 0


def truth(value: Any) -> bool:
    return type(value) is bool


PEOPLE: Final = ("Person", "Organization", "NewsMediaOrganization")
POLICIES: Final = (
    *("publishingPrinciples", "ethicsPolicy", "correctionsPolicy", "verificationFactCheckingPolicy"),
    *("unnamedSourcesPolicy", "noBylinesPolicy", "actionableFeedbackPolicy", "diversityPolicy"),
    *("diversityStaffingReport", "missionCoveragePrioritiesPolicy", "ownershipFundingInfo", "masthead"),
)
THING: Final[dict[str, Check | tuple[str, ...]]] = {"name": text, "description": text, "url": url}
WORK: Final[dict[str, Check | tuple[str, ...]]] = {
    **THING,
    "inLanguage": language,
    "isPartOf": ("WebSite",),
    "publisher": PEOPLE,
}
ORGANIZATION: Final[dict[str, Check | tuple[str, ...]]] = {
    **THING,
    "logo": ("ImageObject",),
    "legalName": text,
    "foundingDate": day,
    "email": text,
    "telephone": text,
    "sameAs": url,
}
TYPES: Final[dict[str, dict[str, Check | tuple[str, ...]]]] = {
    "NewsArticle": {
        **WORK,
        "headline": text,
        "datePublished": moment,
        "dateModified": moment,
        "author": PEOPLE,
        "image": ("ImageObject",),
        "mainEntityOfPage": ("WebPage",),
        "articleSection": text,
        "keywords": text,
        "isAccessibleForFree": truth,
        "correction": ("CorrectionComment",),
        "workTranslation": ("CreativeWork",),
    },
    "CorrectionComment": {"text": text, "datePublished": moment},
    "BreadcrumbList": {"itemListElement": ("ListItem",)},
    "ItemList": {"itemListElement": ("ListItem",)},
    "ListItem": {"position": whole, "item": url, **THING},
    "ImageObject": {
        **THING,
        "contentUrl": url,
        "width": whole,
        "height": whole,
        "caption": text,
        "creditText": text,
    },
    "WebPage": WORK,
    "CreativeWork": WORK,
    "CollectionPage": {**WORK, "mainEntity": ("ItemList",)},
    "ProfilePage": {**WORK, "mainEntity": ("Person", "Organization")},
    "WebSite": WORK,
    "Person": {**THING, "image": url, "sameAs": url},
    "Organization": {**ORGANIZATION, "logo": url},
    "NewsMediaOrganization": {**ORGANIZATION, **dict.fromkeys(POLICIES, url)},
}
REQUIRED: Final = {
    "NewsArticle": {"headline", "datePublished", "dateModified", "author", "publisher"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position"},
    "ImageObject": {"url"},
    "CollectionPage": {"name"},
    "ProfilePage": {"mainEntity"},
    "WebSite": {"name"},
    "Person": {"name"},
    "Organization": {"name"},
    "NewsMediaOrganization": {"name"},
    "CorrectionComment": {"text", "datePublished"},
}


def faults(nodes: list[Node]) -> list[str]:
    """What is wrong with a graph."""
    by_id: dict[str, Node] = {}
    wrong = [f"two nodes are {node['@id']}" for node in nodes if by_id.setdefault(node["@id"], node) is not node]
    return [*wrong, *(fault for node in nodes for fault in _faults_of(node, by_id, node["@type"]))]


def _faults_of(node: Node, by_id: dict[str, Node], where: str) -> Iterator[str]:
    kind = node["@type"]
    known = TYPES[kind]
    for missing in REQUIRED.get(kind, set()) - node.keys():
        yield f"{where} has no {missing}"
    for name, value in node.items():
        if name.startswith("@"):
            continue
        if name not in known:
            yield f"{kind} has no property {name}"
            continue
        values = value if isinstance(value, list) else [value]
        if not values:
            yield f"{where}.{name} is empty"
        for each in values:
            yield from _faults_at(each, known[name], by_id, f"{where}.{name}")
    places = [each["position"] for each in node.get("itemListElement", [])]
    if places != list(range(1, len(places) + 1)):
        yield f"{where} counts {places}"


def _faults_at(value: Any, wanted: Check | tuple[str, ...], by_id: dict[str, Node], where: str) -> Iterator[str]:
    if not isinstance(wanted, tuple):
        if not wanted(value):
            yield f"{where} may not be {value!r}"
        return
    if value.keys() == {"@id"}:
        value = by_id.get(value["@id"], {"@type": f"nothing: {value['@id']}"})
        if value["@type"] not in wanted:
            yield f"{where} leads to {value['@type']}"
        return
    if value["@type"] not in wanted:
        yield f"{where} may not be a {value['@type']}"
        return
    yield from _faults_of(value, by_id, where)
