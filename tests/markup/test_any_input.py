"""Whatever is sent, what comes out is safe: properties that hold for any body."""

from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

import html5lib
from hypothesis import given

from broadsheet.article import Body, HtmlBody, Rejected
from broadsheet.markup import RenderedBody, render_body
from broadsheet.markup.vocabulary import ALLOWED, ATTRIBUTES, VOID
from tests.markup.soup import bodies

ADDED_BY_US = {"div": {"class", "role", "aria-label", "tabindex"}, "img": {"loading"}}
SCHEMES = ("http://", "https://", "mailto:", "tel:", "/", "#text-")


def rendered(body: Body) -> RenderedBody | None:
    try:
        return render_body(body)
    except Rejected:
        return None


def parsed(html: str) -> Any:
    return html5lib.parseFragment(html, container="div", namespaceHTMLElements=False)


class Literal(HTMLParser):
    """The tree as it is written: every element ends where its own end tag stands."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.events: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:  # noqa: ARG002  # the parent's signature
        self.events.append(f"<{tag}>")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.events.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.events.append(data)


def events(element: Any) -> list[str]:
    inside = [element.text or ""]
    for child in element:
        inside += [
            f"<{child.tag}>",
            *events(child),
            *([] if child.tag in VOID else [f"</{child.tag}>"]),
            child.tail or "",
        ]
    return [event for event in inside if event]


@given(bodies)
def test_only_allowed_elements_attributes_and_addresses_come_out(body: Body) -> None:
    if (result := rendered(body)) is None:
        return
    for element in parsed(result.html).iter():
        if element.tag == "DOCUMENT_FRAGMENT":
            continue
        assert element.tag in ALLOWED | {"div"}
        allowed = ATTRIBUTES.get(element.tag, set()) | ADDED_BY_US.get(element.tag, set())
        assert set(element.attrib) <= allowed
        for name in {"href", "src"} & set(element.attrib):
            address = element.attrib[name]
            assert address.lower().startswith(SCHEMES)
            assert not address.startswith(("//", "/\\"))
            assert address.isprintable()
            assert not any(c.isspace() for c in address)
        assert element.tag != "a" or "href" in element.attrib
        assert element.tag != "img" or {"src", "alt"} <= set(element.attrib)


@given(bodies)
def test_ids_are_the_bodys_own_and_links_to_them_arrive(body: Body) -> None:
    if (result := rendered(body)) is None:
        return
    elements = [element for element in parsed(result.html).iter() if element.tag != "DOCUMENT_FRAGMENT"]
    ids = [element.attrib["id"] for element in elements if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    assert all(name.startswith("text-") and not any(map(str.isspace, name)) for name in ids)
    addresses = [element.attrib["href"] for element in elements if element.tag == "a"]
    assert {unquote(each[1:]) for each in addresses if each.startswith("#")} <= set(ids)


@given(bodies)
def test_what_comes_out_is_parsed_just_as_it_is_written(body: Body) -> None:
    if (result := rendered(body)) is None:
        return
    literal = Literal()
    literal.feed(result.html)
    literal.close()
    assert not literal.open
    assert "".join(literal.events) == "".join(events(parsed(result.html)))


@given(bodies)
def test_what_comes_out_stays_where_a_template_puts_it(body: Body) -> None:
    if (result := rendered(body)) is None:
        return
    page = html5lib.parse(
        f"<main><article>{result.html}</article><aside>end</aside></main>", namespaceHTMLElements=False
    )
    main = page.find("body/main")
    assert [child.tag for child in main] == ["article", "aside"]
    assert main[1].text == "end"
    assert not list(main[1])
    assert len(page.find("body")) == 1


@given(bodies)
def test_rendering_what_was_rendered_changes_nothing(body: Body) -> None:
    if (result := rendered(body)) is None:
        return
    again = render_body(HtmlBody.model_construct(html=str(result.html)))
    assert again.html == result.html
    assert again.text == result.text


@given(bodies)
def test_no_unwanted_character_comes_out(body: Body) -> None:
    if (result := rendered(body)) is None:
        return
    for text in (result.html, result.text):
        assert not any(ord(c) < 32 and c not in "\n\t" for c in text)
        assert not any("\x7f" <= c <= "\x9f" or "\u202a" <= c <= "\u202e" or c in "\ufffe\uffff" for c in text)


@given(bodies)
def test_the_text_is_one_line_without_markup(body: Body) -> None:
    if (result := rendered(body)) is None:
        return
    assert result.text == result.text.strip()
    assert "\n" not in result.text
    assert "  " not in result.text
