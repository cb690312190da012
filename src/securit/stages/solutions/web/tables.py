"""Rows of the catalogue's desk as tables of the kit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from securit.kit.components.status import badge
from securit.kit.tables import Column, Row, Table
from securit.programmes.public import Programme
from securit.stages.solutions.models import Solution


def desk_tabs(programme: Programme, show: str, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """What is to be done, with how many there are."""
    here = reverse("solutions:desk", args=[programme.slug])
    kinds = [
        ("to_verify", _("To verify"), counts.get("listed", 0)),
        ("drafted", _("In preparation"), counts.get("drafted", 0)),
        ("stale", _("Not confirmed for a year"), counts.get("stale", 0)),
        ("verified", _("Verified"), counts.get("verified", 0)),
        ("archived", _("Archived"), counts.get("archived", 0)),
    ]
    known = show if show in [name for name, _label, _count in kinds] else "to_verify"
    return [
        {"label": label, "url": f"{here}?show={name}", "count": count, "current": name == known}
        for name, label, count in kinds
    ]


def desk_table(programme: Programme, rows: list[Solution]) -> Table:
    """The solutions of one tab."""
    columns = (
        Column(_("Solution")),
        Column(_("Provider")),
        Column(_("Country")),
        Column(_("TRL"), numeric=True),
        Column(_("State")),
        Column(_("Last confirmed")),
    )
    listed = tuple(
        Row(
            (
                row.title,
                row.provider_name,
                row.country,
                "" if row.trl is None else str(row.trl),
                state(row),
                date_format(row.current_at, "j M Y"),
            ),
            url=reverse("solutions:show", args=[programme.slug, row.ref]),
        )
        for row in rows
    )
    return Table(_("Solutions"), columns, listed, empty=_("Nothing waits here."))


def state(solution: Solution) -> SafeString:
    """The badge of its state."""
    return render_to_string("kit/badge.html", badge(solution.state_label, solution.state_tone))
