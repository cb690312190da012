"""A link in the documentation leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, anchors, links, name_of, pages

#: Written by a command that needs a browser; their presence is not asked of every checkout.
MADE_LATER = {"docs/images/front.png"}


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_relative_links_resolve(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert [target for target in links(text) if not _resolves(page, target)] == []


def test_every_page_below_docs_is_reached_from_the_index() -> None:
    seen: set[Path] = set()
    front = [ROOT / "docs/README.md"]
    while front:
        page = front.pop()
        if page in seen or page.suffix != ".md" or not page.exists():
            continue
        seen.add(page)
        for target in links(page.read_text(encoding="utf-8")):
            if not _is_elsewhere(target):
                front.append((page.parent / target.partition("#")[0]).resolve() if target[0] != "#" else page)
    missed = {page for page in pages() if page.is_relative_to(ROOT / "docs")} - seen
    assert sorted(name_of(page) for page in missed) == []


def _is_elsewhere(target: str) -> bool:
    return bool(re.match(r"[a-z]+:", target))


def _resolves(page: Path, target: str) -> bool:
    if _is_elsewhere(target):
        return True
    path, _hash, anchor = target.partition("#")
    found = (page.parent / path).resolve() if path else page
    if found.is_relative_to(ROOT) and found.relative_to(ROOT).as_posix() in MADE_LATER:
        return True
    if not found.exists():
        return False
    return not anchor or found.suffix != ".md" or anchor in anchors(found.read_text(encoding="utf-8"))
