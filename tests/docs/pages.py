"""The pages of the documentation, and what stands in them."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_FENCE = re.compile(r"^```.*?^```[^\n]*$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]+`")


def pages() -> list[Path]:
    """Every Markdown page of the repository that people read, in order."""
    folders = ("*.md", "docs/**/*.md", "examples/*.md", "src/securit/**/README.md")
    found = [page for folder in folders for page in ROOT.glob(folder)]
    return sorted(found)


def name_of(page: Path) -> str:
    """How a test names the page."""
    return page.relative_to(ROOT).as_posix()


def prose(text: str) -> str:
    """The text without code, where a bracket is not a link."""
    return _CODE.sub("", _FENCE.sub("", text))


def links(text: str) -> list[str]:
    """Targets of links and pictures."""
    return re.findall(r"\]\(([^)\s]+)\)", prose(text))


def anchors(text: str) -> set[str]:
    """Names that a link may point to inside the page, as code hosts make them from headings."""
    headings = re.findall(r"^#{1,6} +(.+?) *$", _FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def shown_commands(text: str) -> list[str]:
    """What the page tells a reader to type: lines of code that begin with ``securit`` or ``make``, and inline code."""
    blocks = re.findall(r"^```(?:sh|console|)?\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [line.strip().removeprefix("$ ") for block in blocks for line in block.splitlines()]
    lines += [inline.strip("`") for inline in _CODE.findall(_FENCE.sub("", text))]
    shown = [re.sub(r"^(?:[A-Z_]+=\S+ +)+|^\.venv/bin/", "", line) for line in lines]
    return [line for line in shown if re.match(r"(securit|make) +\w", line)]
