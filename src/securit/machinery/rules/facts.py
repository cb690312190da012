"""Walk frozen facts: plain mappings, lists and scalars, of which any part may be missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PATH = r"[a-z0-9_]+(\.[a-z0-9_]+){0,7}"
"""The form of a path: names in small letters, digits and underscores, joined by points, at most eight."""

_NAMES = ("legal_name", "name", "title", "organisation", "ref", "code")
_LARGEST = 10**18


@dataclass(frozen=True)
class Element:
    """One entry of a list in the facts: where it stands, how people call it, and what it holds."""

    place: str
    name: str
    content: Any


def known(value: object) -> bool:
    """Whether the facts say anything here; an empty text, an empty list and nothing at all do not."""
    if isinstance(value, (str, list, tuple, Mapping)):
        return len(value) > 0
    return value is not None


def look_up(content: object, path: str) -> Any:
    """The value at ``path`` below ``content``, or ``None`` where the facts end earlier."""
    for name in path.split(".") if path else ():
        if not isinstance(content, Mapping):
            return None
        content = content.get(name)
    return content


def elements(facts: object, path: str) -> tuple[str, tuple[Element, ...] | None, str]:
    """The first list on ``path``: its place, its elements, and what remains of the path behind it.

    The elements are ``None`` when the facts hold no list there; an empty list is known and has no elements.
    """
    names = path.split(".")
    for depth in range(1, len(names) + 1):
        place = ".".join(names[:depth])
        content = look_up(facts, place)
        if isinstance(content, (list, tuple)):
            found = tuple(Element(f"{place}.{i}", _name(entry, i), entry) for i, entry in enumerate(content))
            return place, found, ".".join(names[depth:])
    return path, None, ""


def scalar_text(value: object) -> str | None:
    """The text of a single value as rules write it (``true``, ``5``, ``FR``); ``None`` for anything else."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and abs(value) < _LARGEST:
        return str(value)
    return value if isinstance(value, str) and value else None


def _name(entry: object, index: int) -> str:
    if isinstance(entry, Mapping):
        for key in _NAMES:
            text = scalar_text(entry.get(key))
            if text:
                return text
    return scalar_text(entry) or f"no. {index + 1}"
