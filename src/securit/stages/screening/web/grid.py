"""The checks of a call as a grid: applications down, tests across, a side panel for one cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kernel.actor import Actor
from securit.kernel.perform import may
from securit.kit import tables
from securit.kit.maps import country_name
from securit.stages.calls.public import Call
from securit.stages.screening.listing import PAGE_SIZE, Counts, Desk, Wanted, chosen, counts_of, page_of
from securit.stages.screening.models import Check, Screening
from securit.stages.screening.titles import RESULT_WORDS, TITLES
from securit.stages.screening.web.forms import SettleForm
from securit.stages.screening.web.lines import line_of, met_in_short
from securit.stages.screening.web.pages import around, named

GROUPS = {
    "ready": gettext_lazy("Every test met"),
    "look": gettext_lazy("To be looked at"),
    "clarification_requested": gettext_lazy("Question asked"),
    "rejection_proposed": gettext_lazy("Rejection proposed"),
    "cleared": gettext_lazy("Cleared"),
    "rejected": gettext_lazy("Rejected"),
}
RESULTS = {
    "": gettext_lazy("any result"),
    "either": gettext_lazy("open or not met"),
    "open": gettext_lazy("open"),
    "unmet": gettext_lazy("not met"),
}
SIGNS = {"met": "✓", "not_met": "✗", "unresolved": "?"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One test of one application; ``sign`` is empty where the application has no such test."""

    title: str
    word: str = ""
    sign: str = ""
    tone: str = ""
    url: str = ""
    by_hand: bool = False
    current: bool = False


def grid_page(
    call: Call, actor: Actor, wanted: Wanted, *, cell: str = "", form: SettleForm | None = None
) -> dict[str, Any]:
    """The tabs with their counts, the filters, one page of the grid, and the panel of ``cell`` (``REF:position``)."""
    desk = Desk.of(call, actor)
    counts = counts_of(desk)
    rows = chosen(desk, wanted)
    narrowed = wanted.test or wanted.result or wanted.country
    shown = rows.count() if narrowed else counts.groups.get(wanted.group, 0) if wanted.group else counts.total
    pages = max(1, -(-shown // PAGE_SIZE))
    page = min(wanted.page, pages)
    screenings = page_of(desk, rows, page)
    columns = _columns(call, screenings)
    return {
        "call": call,
        "programme": call.programme,
        "total": counts.total,
        "ready": counts.groups.get("ready", 0),
        "missing": counts.missing if call.state == "closed" else 0,
        "letters": counts.untold,
        "wanted": wanted,
        "query": wanted.query(),
        "shown": shown,
        "tabs": _tabs(counts, wanted),
        "filters": _filters(call, screenings, wanted),
        "groups": _column_groups(call, columns),
        "columns": [title for _code, title in columns],
        "rows": [_row(call, screening, columns, wanted, cell) for screening in screenings],
        "sorts": _sorts(wanted),
        "pages": tables.pages(page, pages, lambda number: wanted.query(page=number)),
        "synthetic": any(screening.application.synthetic for screening in screenings),
        "side": _side(desk, actor, wanted, cell, form),
    }


def _columns(call: Call, screenings: Iterable[Screening]) -> list[tuple[str, str]]:
    """Code and title of every test of the call, the published rules first; built-in ones only where one ran."""
    ran = {check.code for screening in screenings for check in screening.checks.all()}
    published = [(rule.code, rule.says.rstrip(".")) for rule in call.terms.eligibility]
    return [*published, *((code, str(title)) for code, title in TITLES.items() if code in ran)]


def _column_groups(call: Call, columns: list[tuple[str, str]]) -> list[tuple[str, int]]:
    own = len(call.terms.eligibility)
    groups = [(_("Rules of the call"), own), (_("Tests of every call"), len(columns) - own)]
    return [(label, count) for label, count in groups if count]


def _row(call: Call, screening: Screening, columns: list[tuple[str, str]], wanted: Wanted, cell: str) -> dict[str, Any]:
    content = screening.screened_version.content
    checks = {check.code: check for check in screening.checks.all()}
    return {
        "screening": screening,
        "name": f"{content['number']} {content['acronym']}".strip(),
        "lead": content["members"][0]["legal_name"],
        "countries": ", ".join(sorted({member["country"] for member in content["members"]})),
        "url": reverse("screening:show", kwargs={"slug": call.programme.slug, "ref": screening.ref}),
        "short": met_in_short(list(checks.values())),
        "cells": [_cell(screening, checks.get(code), title, wanted, cell) for code, title in columns],
    }


def _cell(screening: Screening, check: Check | None, title: str, wanted: Wanted, cell: str) -> Cell:
    if check is None:
        return Cell(title)
    key = f"{screening.ref}:{check.position}"
    tone, word = RESULT_WORDS[check.standing_result]
    return Cell(
        title,
        str(word) + (f", {_('by hand')}" if check.settled_result else ""),
        SIGNS[check.standing_result],
        tone if check.severity == "blocking" or check.stands_met else "info",
        f"{wanted.query(cell=key)}#side",
        bool(check.settled_result),
        key == cell,
    )


def _tabs(counts: Counts, wanted: Wanted) -> list[dict[str, Any]]:
    entries = [{"label": _("All"), "url": wanted.query(group=""), "count": counts.total, "current": not wanted.group}]
    for group, title in GROUPS.items():
        url, current = wanted.query(group=group), wanted.group == group
        entries.append({"label": title, "url": url, "count": counts.groups.get(group, 0), "current": current})
    return entries


def _filters(call: Call, screenings: Sequence[Screening], wanted: Wanted) -> list[dict[str, Any]]:
    tests = [("", _("any test")), *((rule.code, rule.says) for rule in call.terms.eligibility), *TITLES.items()]
    countries = [("", _("any country")), *((code, country_name(code)) for code in _countries(call, screenings))]
    return [
        {"name": name, "label": label, "chosen": chosen_one, "choices": choices}
        for name, label, chosen_one, choices in (
            ("test", _("Test"), wanted.test, tests),
            ("result", _("Result"), wanted.result, list(RESULTS.items())),
            ("country", _("Country"), wanted.country, countries),
        )
    ]


def _countries(call: Call, screenings: Sequence[Screening]) -> list[str]:
    """Those of the programme's lists, and of the members on this page."""
    listed = {code for codes in call.programme.terms.lists.values() for code in codes}
    return sorted(listed | {m["country"] for s in screenings for m in s.screened_version.content["members"]})


def _sorts(wanted: Wanted) -> dict[str, dict[str, str]]:
    found = {}
    for name in ("number", "state", "arrived"):
        up, down = wanted.sort == name, wanted.sort == f"-{name}"
        found[name] = {
            "url": wanted.query(sort=f"-{name}" if up else name),
            "sorted": "ascending" if up else "descending" if down else "",
        }
    return found


def _side(desk: Desk, actor: Actor, wanted: Wanted, cell: str, form: SettleForm | None) -> dict[str, Any] | None:
    """The panel of one cell, with what the test found and the form to settle it."""
    ref, _colon, position = cell.partition(":")
    if not position.isdecimal() or len(position) > 4:
        return None
    check = Check.objects.filter(
        screening__in=desk.rows.order_by().values("pk"), screening__ref=ref, position=int(position)
    )
    found = check.select_related("screening__application__call__programme", "screening__screened_version", "settled_by")
    one = found.prefetch_related("looks__person").first()
    if one is None:
        return None
    screening = one.screening
    settle = form or named(SettleForm.fresh(screening, code=one.code, back=wanted.query(cell=cell)), "side")
    return {
        "line": line_of(one, around(screening, actor)),
        "name": f"{screening.application.number} {screening.screened_version.content['acronym']}".strip(),
        "screening": screening,
        "form": settle,
        "may_settle": bool(may(actor, "settle", screening)),
        "close": wanted.query(),
    }
