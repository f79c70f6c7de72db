"""What may stand where: the parts of HTML's content model that a parser enforces, and those that pages need."""

from typing import Final

from broadsheet.markup.vocabulary import (
    CELLS,
    DIVISIONS,
    FLOW,
    HEADINGS,
    ITEMS,
    PLACED,
    TABLE_PARTS,
    TABLE_SECTIONS,
)

# Lists that are opened because an item came without one; they end with their items.
IMPLIED_LISTS: Final = {"li": "implied ul", "dt": "implied dl", "dd": "implied dl"}
PARENTS: Final = {"li": {"ul", "ol", "implied ul"}, "dt": {"dl", "implied dl"}, "dd": {"dl", "implied dl"}}
SIBLINGS: Final = {"li": {"li"}, "dt": {"dt", "dd"}, "dd": {"dt", "dd"}}
# What must be opened before anything else may stand in these.
MISSING: Final = {
    "ul": ("li",),
    "ol": ("li",),
    "dl": ("dd",),
    "table": ("tbody", "tr", "td"),
    **dict.fromkeys(TABLE_SECTIONS, ("tr", "td")),
    "tr": ("td",),
}
NO_TEXT: Final = frozenset({"body", "blockquote", "details", "implied ul", "implied dl", *MISSING})
PARAGRAPHS: Final = frozenset({"body", "blockquote", "details"})
PARAGRAPHS_IN_DIVISIONS: Final = PARAGRAPHS | CELLS | {"li", "dd"}
ENDED_BY_BLOCKS: Final = HEADINGS | {"pre", "dt"}
PHRASING_ONLY: Final = ENDED_BY_BLOCKS | {"summary", "caption"}
BLOCKS: Final = FLOW | ITEMS | TABLE_PARTS | PLACED.keys() | DIVISIONS | {"hr", "p"}
CONTAINERS: Final = (FLOW - HEADINGS - {"pre"}) | ITEMS | TABLE_PARTS | PLACED.keys() | {"implied ul", "implied dl"}
# An end tag looks for its element no further out than these.
_ENCLOSING: Final = CELLS | {"caption", "table", "summary"}
BARRIERS: Final = {
    **{name: _ENCLOSING - {name} for name in BLOCKS},
    **dict.fromkeys(TABLE_PARTS, frozenset({"table"})),
    "table": frozenset[str](),
    "details": _ENCLOSING - {"summary"},
    "li": _ENCLOSING | {"ul", "ol", "implied ul"},
    "dt": _ENCLOSING | {"dl", "implied dl"},
    "dd": _ENCLOSING | {"dl", "implied dl"},
}
