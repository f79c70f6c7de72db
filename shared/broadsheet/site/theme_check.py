"""What is wrong with a theme: its files, its templates, and the pages that it makes."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from traceback import walk_tb
from typing import Final

from jinja2 import TemplateError, TemplateSyntaxError, nodes
from jinja2.meta import find_referenced_templates

from broadsheet.site.assets import ADDITIONS, CONTENT_TYPES, STYLE, NoSuchAssetError, asset_outputs
from broadsheet.site.page_check import page_faults
from broadsheet.site.rendering import environment_of
from broadsheet.site.settings import SiteSettings
from broadsheet.site.specimens import specimens
from broadsheet.site.style_check import style_faults
from broadsheet.site.themes import ASSETS, DEFAULT, TEMPLATES, theme_of

_NO_TEXT: Final = "no text in UTF-8; right would be to save it as such"
_WITHOUT_END: Final = (
    "templates extend, include or call one another without end; right would be one that leads to none before it, "
    "such as 'default/{name}'"
)
_OF_JINJA: Final = (TemplateError, NoSuchAssetError)
"""What says by itself what is wrong with a template."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """A fault of a theme: where ("templates/article.html", or a page in words), its line or None, and what."""

    where: str
    line: int | None
    message: str


def check_theme(theme: str) -> tuple[Flaw, ...]:
    """All that is wrong with the theme of a name, or of a folder whose absolute path is given.

    Pages are made only if the files are right: else each would tell the same once more.
    """
    folder = theme_of(theme).folders[0]
    if not folder.is_dir():
        return (Flaw(where=str(folder), line=None, message="there is no such folder"),)
    flaws = (*_of_entries(folder), *_of_assets(folder, theme), *_of_templates(folder, theme))
    return flaws or tuple(_of_pages(folder, theme))


def _of_entries(folder: Path) -> Iterator[Flaw]:
    known = (TEMPLATES, ASSETS)
    entries = sorted(entry.name for entry in folder.iterdir() if not entry.name.startswith("."))
    of_no_use = [name for name in entries if name not in known and not name.upper().startswith(("README", "LICEN"))]
    for name in of_no_use:
        yield Flaw(where=name, line=None, message=f"a theme has no such entry; {_right(name, known)}")
    if not of_no_use and not set(known) & set(entries):
        yield Flaw(where=".", line=None, message="there is neither a folder templates nor a folder assets")


def _of_assets(folder: Path, theme: str) -> Iterator[Flaw]:
    assets = theme_of(theme).assets()
    for path in sorted((folder / ASSETS).glob("[!.]*")):
        where = f"{ASSETS}/{path.name}"
        if not path.is_file() or path.suffix not in CONTENT_TYPES:
            types = ", ".join(sorted(CONTENT_TYPES))
            yield Flaw(where=where, line=None, message=f"no file of a type that is published; right would be {types}")
        elif path.suffix == ".css":
            yield from _of_style(path, where, assets)


def _of_style(path: Path, where: str, assets: Collection[str]) -> Iterator[Flaw]:
    if path.name not in {STYLE, ADDITIONS}:
        message = f"a page has one style sheet; right would be {STYLE}, or {ADDITIONS}, which comes after it"
        yield Flaw(where=where, line=None, message=message)
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        yield Flaw(where=where, line=None, message=_NO_TEXT)
        return
    for line, message in style_faults(text, assets):
        yield Flaw(where=where, line=line, message=message)


def _of_templates(folder: Path, theme: str) -> Iterator[Flaw]:
    environment = environment_of(theme)
    own = sorted(path.name for path in (folder / TEMPLATES).glob("[!.]*"))
    known = [path.name for path in theme_of(DEFAULT).template_folders()[0].iterdir()]
    trees: dict[str, nodes.Template] = {}
    for name in own:
        try:
            trees[name] = environment.parse((folder / TEMPLATES / name).read_text("utf-8"))
        except TemplateSyntaxError as error:
            yield Flaw(where=f"{TEMPLATES}/{name}", line=error.lineno, message=error.message or "a fault of syntax")
        except (UnicodeDecodeError, OSError):
            yield Flaw(where=f"{TEMPLATES}/{name}", line=None, message=_NO_TEXT)
        except RecursionError:
            yield Flaw(where=f"{TEMPLATES}/{name}", line=None, message="it is nested too deeply; right would be less")
    named = {found for tree in trees.values() for found in find_referenced_templates(tree) if found}
    for name, tree in trees.items():
        where = f"{TEMPLATES}/{name}"
        if name not in known and name not in named:
            yield Flaw(where=where, line=None, message=f"no page is made of this template; {_right(name, known)}")
        for reference in sorted(found for found in find_referenced_templates(tree) if found):
            if reference.removeprefix(f"{DEFAULT}/") not in {*known, *own}:
                message = f"there is no template {reference!r}; {_right(reference, [*known, *own])}"
                yield Flaw(where=where, line=None, message=message)
        yield from _of_blocks(tree, where, theme)


def _of_blocks(tree: nodes.Template, where: str, theme: str) -> Iterator[Flaw]:
    parents = _parents(tree)
    if not parents:
        return
    known = _blocks_above(parents[0], theme)
    within = {inner for block in tree.find_all(nodes.Block) for inner in block.find_all(nodes.Block)}
    for block in tree.find_all(nodes.Block):
        if block.name not in known and block not in within:
            message = f"{parents[0]} has no block {block.name!r}, so this is shown nowhere; {_right(block.name, known)}"
            yield Flaw(where=where, line=block.lineno, message=message)


def _blocks_above(template: str, theme: str) -> set[str]:
    """The blocks of a template and of those that it extends."""
    environment = environment_of(theme)
    found: set[str] = set()
    seen: set[str] = set()
    while template not in seen:
        seen.add(template)
        try:
            source, _, _ = environment.loader.get_source(environment, template)  # type: ignore[union-attr]  # it has one
            tree = environment.parse(source)
        except (TemplateError, UnicodeDecodeError, RecursionError):
            break
        found |= {block.name for block in tree.find_all(nodes.Block)}
        template = next(iter(_parents(tree)), template)
    return found


def _parents(tree: nodes.Template) -> list[str]:
    """The templates that one extends, as far as they are named in it."""
    named = (node.template for node in tree.find_all(nodes.Extends))
    return [one.value for one in named if isinstance(one, nodes.Const) and isinstance(one.value, str)]


def _of_pages(folder: Path, theme: str) -> Iterator[Flaw]:
    settings = SiteSettings().model_copy(update={"theme": theme})
    told: dict[str, str] = {}
    failed: list[Flaw] = []
    try:
        assets = {f"/{output.key}" for output in asset_outputs(settings)}
        for (name, page), (_, standard) in zip(specimens(theme), specimens(DEFAULT), strict=True):
            for message in page_faults(page.body.decode(), assets, standard=standard.body.decode()):
                told.setdefault(message, name)
    except Exception as error:  # noqa: BLE001  # a template is code, and may raise anything
        failed.append(_failed(error, folder))
    yield from (Flaw(where=name, line=None, message=message) for message, name in told.items())
    yield from failed


def _failed(error: Exception, folder: Path) -> Flaw:
    """The fault of a page that can't be made, with the last line of a template on the way to it."""
    places = [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)]
    of_templates = [(Path(name), line) for name, line in places if name.endswith(".html")]
    if not of_templates:
        return Flaw(where=TEMPLATES, line=None, message=f"pages can't be made: {_reason(error, 'base.html')}")
    own = [(path, line) for path, line in of_templates if path.is_relative_to(folder)]
    path, line = (own or of_templates)[-1]
    where = f"{TEMPLATES}/{path.name}"
    return Flaw(where=where, line=line, message=f"this can't be written: {_reason(error, path.name)}")


def _reason(error: Exception, name: str) -> str:
    if isinstance(error, RecursionError):
        return _WITHOUT_END.format(name=name)
    if isinstance(error, TimeoutError):
        return f"{error}; right would be a loop that comes to its end"
    if isinstance(error, _OF_JINJA):
        return str(error)
    return f"{error or type(error).__name__}; right would be an expression that has a value on every page"


def _right(name: str, known: Collection[str]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"right may be {near[0]!r}" if near else f"those that exist are {', '.join(map(repr, sorted(known)))}"
