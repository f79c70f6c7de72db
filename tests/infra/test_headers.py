"""The headers that the CDN sends with everything, and what the HTTP Observatory makes of them.

The modifiers are those of its scoring table (mdn/mdn-http-observatory, src/grader/charts.js): from 100 on penalties are
taken off, and from 90 on bonuses are added. What is not scored here, cookies and CORS, the site has not; HSTS would
have five more for a domain that is on the browsers' own list, which nobody can decide for it.
"""

from typing import Any, Final

from tests.infra.test_template import properties

CONFIG: Final = properties("SiteHeaders")["ResponseHeadersPolicyConfig"]
SIX_MONTHS_SECONDS: Final = 15_768_000
FETCHED: Final = ("script-src", "style-src", "img-src", "media-src", "font-src", "connect-src")


def headers() -> dict[str, str]:
    """By name in small letters."""
    security = CONFIG["SecurityHeadersConfig"]
    assert all(header["Override"] for header in security.values())
    named = {
        "content-security-policy": security["ContentSecurityPolicy"]["ContentSecurityPolicy"],
        "x-content-type-options": "nosniff" if "ContentTypeOptions" in security else "",
        "x-frame-options": security["FrameOptions"]["FrameOption"],
        "referrer-policy": security["ReferrerPolicy"]["ReferrerPolicy"],
        "strict-transport-security": f"max-age={security['StrictTransportSecurity']['AccessControlMaxAgeSec']}",
    }
    return named | {each["Header"].lower(): each["Value"] for each in CONFIG["CustomHeadersConfig"]["Items"]}


def directives(sent: dict[str, str]) -> dict[str, list[str]]:
    """Of the content security policy."""
    policy = sent.get("content-security-policy", "")
    return {name: sources for name, *sources in (each.split() for each in policy.split(";") if each.strip())}


def score(sent: dict[str, str]) -> int:
    """By the Observatory's rules, for a site that redirects to HTTPS and loads only scripts of its own."""
    policy = directives(sent)
    modifiers = [
        _of_policy(policy),
        0 if sent.get("x-content-type-options") == "nosniff" else -5,
        5 if policy.get("frame-ancestors") in (["'none'"], ["'self'"]) else 0 if "x-frame-options" in sent else -20,
        _of_referrers(sent.get("referrer-policy")),
        0 if int(sent.get("strict-transport-security", "max-age=0").partition("=")[2]) >= SIX_MONTHS_SECONDS else -10,
        {"same-origin": 10, "same-site": 10, "cross-origin": 0, None: 0}[sent.get("cross-origin-resource-policy")],
    ]
    base = 100 + sum(each for each in modifiers if each < 0)
    return base + (sum(each for each in modifiers if each > 0) if base >= 90 else 0)


def _of_policy(policy: dict[str, list[str]]) -> int:
    if not policy:
        return -25
    fetched = {name: policy.get(name, policy.get("default-src", ["*"])) for name in (*FETCHED, "object-src")}
    if any(each.startswith("http:") for sources in fetched.values() for each in sources):
        return -20
    active = [*fetched["script-src"], *fetched["object-src"]]
    if {"'unsafe-inline'", "data:", "https:", "*"} & set(active):
        return -20
    if "'unsafe-eval'" in active:
        return -10
    if {"'unsafe-inline'", "data:", "https:", "*"} & set(fetched["style-src"]):
        return 0
    closed = policy.get("default-src") == ["'none'"] and policy.get("form-action") in (["'none'"], ["'self'"])
    return 10 if closed else 5


def _of_referrers(policy: str | None) -> int:
    if policy is None:
        return 0
    private = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
    return 5 if policy in private else -5


def test_the_observatory_gives_130() -> None:
    assert score(headers()) == 130


def test_each_header_counts() -> None:
    sent = headers()
    lower = {name: score({other: value for other, value in sent.items() if other != name}) for name in sent}
    counted = {name for name, points in lower.items() if points < 130}
    assert counted == {
        "content-security-policy",
        "x-content-type-options",
        "referrer-policy",
        "strict-transport-security",
        "cross-origin-resource-policy",
    }


def test_the_pages_run_under_a_policy_without_inline_code() -> None:
    assert directives(headers()) == {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "img-src": ["'self'", "https:"],
        "media-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "frame-ancestors": ["'none'"],
    }


def test_windows_are_apart_and_devices_are_left_alone() -> None:
    sent: dict[str, Any] = headers()
    assert sent["cross-origin-opener-policy"] == "same-origin"
    assert all(each.strip().endswith("=()") for each in sent["permissions-policy"].split(","))
