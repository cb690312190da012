"""What a lesson or a how-to page tells a reader to press or to look for stands in the interface, word for word."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, name_of, prose

#: Bold words that are not labels, or are made of data.
NOT_LABELS = {
    "Be Claire Zahrabelli",  # a button with a person's name
    "Commons Fund (example)",  # the acronym of a programme
    "Confirm … assignments",
    "Confirm 6 assignments",
    "Declare a conflict with …",
    "Look at these … and clear them",
    "Look at these 3 and clear them",
    "Import all …",
    "Import the … new ones, leave the others out",
    "Same: keep …",
    "register now",
}
PAGES = [
    *(ROOT / "docs/tutorials").glob("from-*.md"),
    *(
        ROOT / "docs/how-to" / f"{name}.md"
        for name in (
            "collect-needs",
            "scout-solutions",
            "import-a-spreadsheet",
            "publish-a-call",
            "apply-as-a-team",
            "check-eligibility",
            "run-an-evaluation",
            "decide-and-publish",
            "give-roles",
            "verify-the-trail",
        )
    ),
]


@cache
def interface() -> str:
    """Every sentence of the interface, with its placeholders left out."""
    source = ROOT / "src/securit"
    texts = [path.read_text(encoding="utf-8") for path in sorted(source.glob("**/templates/**/*.html"))]
    texts += [path.read_text(encoding="utf-8") for path in sorted(source.glob("**/*.py"))]
    return _plain(" ".join(texts))


def labels(page: Path) -> list[str]:
    """The bold words of a page that are meant as labels: not a sentence's beginning set off by a full stop."""
    found = [" ".join(label.split()) for label in re.findall(r"\*\*(.+?)\*\*", prose(page.read_text("utf-8")), re.S)]
    return [label for label in found if label not in NOT_LABELS]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_the_labels_of_a_page_stand_in_the_interface(page: Path) -> None:
    assert labels(page) != []
    assert [label for label in labels(page) if not _shown(label)] == []


def _shown(label: str) -> bool:
    return all(_plain(part) in interface() for part in label.rstrip(".").split("…"))


def _plain(text: str) -> str:
    text = re.sub(r"%\(\w+\)[sd]|\{\{.*?\}\}", "", text)
    return " ".join(text.replace('\\"', '"').split())
