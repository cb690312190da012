"""Python that a page marks with ``<!-- run -->`` runs as it stands, from the page's first to its last snippet."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.pages import name_of, pages

_RUN = re.compile(r"<!-- run -->\n+```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def snippets(page: Path) -> list[str]:
    """The marked snippets of a page."""
    return _RUN.findall(page.read_text(encoding="utf-8"))


WITH_SNIPPETS = [page for page in pages() if snippets(page)]


@pytest.mark.parametrize("page", WITH_SNIPPETS, ids=name_of)
def test_the_snippets_of_a_page_run_one_after_the_other(page: Path) -> None:
    names: dict[str, object] = {"__name__": name_of(page)}
    for snippet in snippets(page):
        exec(compile(snippet, name_of(page), "exec"), names)


def test_there_are_snippets_to_run() -> None:
    assert "docs/reference/receipts.md" in {name_of(page) for page in WITH_SNIPPETS}
