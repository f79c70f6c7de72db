"""Elements of XML, made of text that is escaped where it is written."""

import re
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

ATOM_NAMESPACE: Final = "http://www.w3.org/2005/Atom"
DUBLIN_CORE: Final = "http://purl.org/dc/elements/1.1/"
CONTENT: Final = "http://purl.org/rss/1.0/modules/content/"
XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_NO_CHARACTER: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write (section 2.2)."""

register_namespace("atom", ATOM_NAMESPACE)
register_namespace("content", CONTENT)
register_namespace("dc", DUBLIN_CORE)


def add(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    """A new last child of `parent`."""
    child = SubElement(parent, name, {key: _written(value) for key, value in attributes.items()})
    child.text = _written(text) or None
    return child


def document(root: Element) -> bytes:
    """The whole document in UTF-8, an element a line."""
    indent(root, space=" ")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, encoding="unicode")}\n'.encode()


def _written(text: str) -> str:
    return _NO_CHARACTER.sub("\ufffd", text)
