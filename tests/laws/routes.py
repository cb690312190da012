"""Every route of the installation, and real addresses for them in a world."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from securit.programmes.web.screens import Access

PART = re.compile(r"(?:([\w-]+)/)?<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Route:
    """One address: its pattern, its name with namespace, and how it is opened (if it says so)."""

    pattern: str
    name: str
    access: Access | None

    @property
    def in_programme(self) -> bool:
        """Whether it stands below ``/p/<slug>/``."""
        return self.pattern.startswith("p/<slug:slug>/")

    @property
    def parts(self) -> tuple[str, ...]:
        """What has to be filled in besides the programme: ``calls/<code>``, ``team/<member>`` …"""
        below = self.pattern.removeprefix("p/<slug:slug>/")
        return tuple(f"{before}/<{name}>" for before, name in PART.findall(below))

    def address(self, slug: str, values: Mapping[str, str]) -> str:
        """The address of this route; a missing value is a ``KeyError`` that names it."""

        def fill(found: re.Match[str]) -> str:
            before = f"{found[1]}/" if found[1] else ""
            return before + values[f"{found[1] or ''}/<{found[2]}>"]

        below = PART.sub(fill, self.pattern.removeprefix("p/<slug:slug>/"))
        return f"/p/{slug}/{below}" if self.in_programme else f"/{below}"


def routes() -> list[Route]:
    """All of them, in order of their patterns."""
    return sorted(_walk(get_resolver(), "", ""), key=lambda route: (route.pattern, route.name))


def _walk(resolver: Any, prefix: str, space: str) -> Iterator[Route]:
    for found in resolver.url_patterns:
        pattern = prefix + str(found.pattern)
        if isinstance(found, URLResolver):
            yield from _walk(found, pattern, found.namespace or space)
        elif isinstance(found, URLPattern):
            name = f"{space}:{found.name}" if space else str(found.name)
            yield Route(pattern, name, getattr(found.callback, "access", None))
