"""One Markdown subset, parsed once, rendered to HTML and to typst.

The subset: paragraphs, ``**bold**``, ``*italic*``, bulleted and numbered lists, links to http, https and mailto,
headings ``###`` and ``####``. Anything else (HTML, images, tables, code, other link schemes) stays the literal
text that was typed. A single newline is a line break, since people type addresses and short lines.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

MOST_CHARACTERS = 100_000
_SCHEMES = frozenset({"http", "https", "mailto"})
_TAGS = {"p", "strong", "em", "ul", "ol", "li", "a", "h3", "h4", "br"}


@dataclass(frozen=True)
class Text:
    """Literal text; never markup."""

    text: str


@dataclass(frozen=True)
class Strong:
    """Bold."""

    children: tuple[Inline, ...]


@dataclass(frozen=True)
class Emphasis:
    """Italic."""

    children: tuple[Inline, ...]


@dataclass(frozen=True)
class Link:
    """A link whose scheme is http, https or mailto."""

    address: str
    children: tuple[Inline, ...]


@dataclass(frozen=True)
class Break:
    """A line break inside a paragraph."""


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    children: tuple[Inline, ...]


@dataclass(frozen=True)
class Heading:
    """A heading of level 3 or 4."""

    level: int
    children: tuple[Inline, ...]


@dataclass(frozen=True)
class Bullets:
    """A list without numbers; each item is a run of blocks."""

    items: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True)
class Numbered:
    """A numbered list that begins at ``start``."""

    start: int
    items: tuple[tuple[Block, ...], ...]


Inline = Text | Strong | Emphasis | Link | Break
Block = Paragraph | Heading | Bullets | Numbered


def parse(text: str) -> tuple[Block, ...]:
    """The blocks of the text.

    Headings ``#`` and ``##`` count as level 3, five and six as level 4. Raises ``ValueError`` with a sentence for
    a text longer than :data:`MOST_CHARACTERS`.
    """
    if len(text) > MOST_CHARACTERS:
        raise ValueError(f"The text has {len(text)} characters; at most {MOST_CHARACTERS} are allowed.")
    return _blocks(SyntaxTreeNode(_parser().parse(text)).children)


def to_html(text: str) -> SafeString:
    """Safe HTML of the text; a sanitiser stands behind the renderer as a second fence."""
    written = "".join(_block_html(block) for block in parse(text))
    return mark_safe(  # noqa: S308 - escaped by the renderer and sanitised by nh3
        nh3.clean(
            written,
            tags=_TAGS,
            attributes={"a": {"href"}, "ol": {"start"}},
            url_schemes=set(_SCHEMES),
            link_rel="noopener noreferrer nofollow",
        )
    )


def to_flowing_html(text: str) -> SafeString:
    """As :func:`to_html`, for text kept in files, whose lines an editor wraps: a single newline is a space."""
    return mark_safe(to_html(text).replace("<br>", " "))  # noqa: S308 - taken out of safe HTML, nothing put in


def to_typst_data(text: str) -> list[dict[str, Any]]:
    """Plain lists and mappings that ``rich`` of the base template renders.

    Heading depths are 1 and 2 and never skip, so that a tagged PDF keeps an unbroken outline.
    """
    return _blocks_data(parse(text), seen=set())


def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"maxNesting": 20}).enable(
        ["list", "heading", "newline", "escape", "emphasis", "link", "entity", "balance_pairs", "fragments_join"]
    )
    parser.validateLink = _is_allowed_address  # type: ignore[method-assign, assignment]
    return parser


def _is_allowed_address(address: str) -> bool:
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", address.strip().lower())
    return scheme is not None and scheme.group(1) in _SCHEMES


def _blocks(nodes: Sequence[SyntaxTreeNode]) -> tuple[Block, ...]:
    return tuple(_block(node) for node in nodes)


def _block(node: SyntaxTreeNode) -> Block:
    if node.type == "heading":
        return Heading(3 if int(node.tag[1]) <= 3 else 4, _inlines(node.children))
    if node.type == "bullet_list":
        return Bullets(tuple(_blocks(item.children) for item in node.children))
    if node.type == "ordered_list":
        items = tuple(_blocks(item.children) for item in node.children)
        return Numbered(int(node.attrs.get("start", 1)), items)
    return Paragraph(_inlines(node.children))


def _inlines(nodes: Sequence[SyntaxTreeNode]) -> tuple[Inline, ...]:
    found: list[Inline] = []
    for node in nodes:
        if node.type == "inline":
            found.extend(_inlines(node.children))
        elif node.type in ("softbreak", "hardbreak"):
            found.append(Break())
        elif node.type == "strong":
            found.append(Strong(_inlines(node.children)))
        elif node.type == "em":
            found.append(Emphasis(_inlines(node.children)))
        elif node.type == "link":
            found.append(Link(str(node.attrs["href"]), _inlines(node.children)))
        elif node.content:
            found.append(Text(node.content))
    return tuple(found)


def _block_html(block: Block) -> str:
    match block:
        case Paragraph(children):
            return f"<p>{_inline_html(children)}</p>"
        case Heading(level, children):
            return f"<h{level}>{_inline_html(children)}</h{level}>"
        case Bullets(items):
            return f"<ul>{_items_html(items)}</ul>"
        case Numbered(start, items):
            opening = "<ol>" if start == 1 else f'<ol start="{start}">'
            return f"{opening}{_items_html(items)}</ol>"


def _items_html(items: tuple[tuple[Block, ...], ...]) -> str:
    return "".join(f"<li>{_item_html(item)}</li>" for item in items)


def _item_html(item: tuple[Block, ...]) -> str:
    if item and isinstance(item[0], Paragraph):
        return _inline_html(item[0].children) + "".join(_block_html(block) for block in item[1:])
    return "".join(_block_html(block) for block in item)


def _inline_html(children: tuple[Inline, ...]) -> str:
    return "".join(_one_inline_html(child) for child in children)


def _one_inline_html(child: Inline) -> str:
    match child:
        case Text(text):
            return html.escape(text)
        case Strong(children):
            return f"<strong>{_inline_html(children)}</strong>"
        case Emphasis(children):
            return f"<em>{_inline_html(children)}</em>"
        case Link(address, children):
            return f'<a href="{html.escape(address)}">{_inline_html(children)}</a>'
        case Break():
            return "<br>"


def _blocks_data(blocks: tuple[Block, ...], *, seen: set[int]) -> list[dict[str, Any]]:
    return [_block_data(block, seen=seen) for block in blocks]


def _block_data(block: Block, *, seen: set[int]) -> dict[str, Any]:
    match block:
        case Paragraph(children):
            return {"kind": "paragraph", "children": _inline_data(children)}
        case Heading(level, children):
            seen.add(level)
            depth = 2 if level == 4 and 3 in seen else 1
            return {"kind": "heading", "depth": depth, "children": _inline_data(children)}
        case Bullets(items):
            return {"kind": "bullets", "items": [_blocks_data(item, seen=seen) for item in items]}
        case Numbered(start, items):
            return {"kind": "numbered", "start": start, "items": [_blocks_data(item, seen=seen) for item in items]}


def _inline_data(children: tuple[Inline, ...]) -> list[dict[str, Any]]:
    return [_one_inline_data(child) for child in children]


def _one_inline_data(child: Inline) -> dict[str, Any]:
    match child:
        case Text(text):
            return {"kind": "text", "text": text}
        case Strong(children):
            return {"kind": "strong", "children": _inline_data(children)}
        case Emphasis(children):
            return {"kind": "emphasis", "children": _inline_data(children)}
        case Link(address, children):
            return {"kind": "link", "address": address, "children": _inline_data(children)}
        case Break():
            return {"kind": "break"}
