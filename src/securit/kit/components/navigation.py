"""Where a person is and where else they can go; and the line of stages a programme moves along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.template.loader import render_to_string

from securit.kit.tables import Pages, Table

STAGE_STATES = ("done", "now", "next")

MOST_UNFOLDED = 4


def stage_bar(stages: Iterable[Mapping[str, Any]], label: str = "") -> dict[str, Any]:
    """The programme's line: per stage ``label``, ``state`` (done, now, next), and optionally ``when`` and ``url``."""
    listed = list(stages)
    for stage in listed:
        if stage["state"] not in STAGE_STATES:
            raise ValueError(f"“{stage['state']}” is no state of a stage; choose one of {', '.join(STAGE_STATES)}.")
    return {"stages": listed, "label": label}


def tabs(entries: Iterable[Mapping[str, Any]], label: str = "") -> dict[str, Any]:
    """Links between the parts of a subject: ``label``, ``url``, ``current``, and optionally ``count``.

    Many of them fold on a phone under the name of the present one, so that the page begins on the first screen.
    """
    listed = list(entries)
    present = next((entry["label"] for entry in listed if entry.get("current")), "")
    links = render_to_string("kit/tab_list.html", {"entries": listed})
    return {"links": links, "label": label, "present": present, "folds": len(listed) > MOST_UNFOLDED}


def breadcrumb(entries: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The way here as (label, url) pairs from the top; the last one is this page and its url is not used."""
    listed = list(entries)
    return {"above": listed[:-1], "here": listed[-1][0] if listed else ""}


def pagination(pages: Pages | None) -> dict[str, Any]:
    """The page list of :func:`securit.kit.tables.pages`; nothing for None."""
    return {"pages": pages}


def data_table(table: Table) -> dict[str, Any]:
    """A captioned table with sortable heads and pages; rows become cards on a phone; says when it is empty."""
    return {"table": table}


def empty(title: str, text: str = "", *, action: str = "", url: str = "", icon: str = "archive") -> dict[str, Any]:
    """Says that there is nothing yet and what to do about it."""
    return {"title": title, "text": text, "action": action, "url": url, "icon_name": icon}


def band(kind: str, text: str = "", url: str = "", action: str = "") -> dict[str, Any]:
    """The persistent mark of ``synthetic`` or ``illustrative`` content, with an optional link such as a filter."""
    if kind not in ("synthetic", "illustrative"):
        raise ValueError(f"“{kind}” is no kind of band; choose synthetic or illustrative.")
    return {"kind": kind, "text": text, "url": url, "action": action}
