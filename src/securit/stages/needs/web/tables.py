"""The office's list of needs as a table with sortable heads, filters and pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from securit.kit.components.status import BRUSSELS
from securit.kit.tables import Column, Row, Table, pages
from securit.machinery.forms.rendering import country_names
from securit.programmes.public import Programme
from securit.stages.needs.contracts import OwnerKind, Urgency
from securit.stages.needs.lifecycle import NEED
from securit.stages.needs.listing import PAGE_SIZE, Line, Wanted, short_kind, short_tlp, short_urgency

Choice = tuple[str, str]


def choices_in(lines: list[Line], titles: Mapping[str, str]) -> list[tuple[str, str, list[Choice]]]:
    """Each filter (name, label, choices): the values that occur in the list, with their labels."""
    countries = country_names(get_language() or "en")
    kinds = {kind.value: str(kind.label) for kind in OwnerKind}
    urgencies = {each.value: short_urgency(each.value) for each in Urgency}
    states = {name: str(state.label) for name, state in NEED.states.items()}
    return [
        ("domain", _("Domain"), _labelled({code for line in lines for code in line.domains}, titles)),
        ("kind", _("Kind of organisation"), _labelled({line.value("owner_kind") for line in lines}, kinds)),
        ("country", _("Country"), _labelled({line.value("owner_country") for line in lines}, countries)),
        ("state", _("State"), _labelled({line.state for line in lines}, states)),
        ("urgency", _("Urgency"), _labelled({line.value("urgency") for line in lines}, urgencies)),
        ("theme", _("Theme"), _labelled({line.theme for line in lines}, {})),
    ]


def listing_table(
    lines: list[Line], wanted: Wanted, programme: Programme, page: str, titles: Mapping[str, str]
) -> Table:
    """One page of the list."""
    count = -(-len(lines) // PAGE_SIZE)
    number = min(max(int(page) if page.isdecimal() and len(page) < 7 else 1, 1), max(count, 1))
    here = reverse("needs:list", args=[programme.slug])
    shown = lines[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return Table(
        caption=_("Needs"),
        columns=tuple(_column(name, label, wanted, here) for name, label in _heads()),
        rows=tuple(_row(line, programme.slug, titles) for line in shown),
        empty=_("No need passes these filters."),
        pages=pages(number, count, lambda n: f"{here}?{urlencode({**wanted.query(), 'page': n})}"),
    )


def _heads() -> list[tuple[str, str]]:
    return [
        ("title", _("Need")),
        ("domain", _("Domain")),
        ("urgency", _("Urgency")),
        ("kind", _("Told by")),
        ("country", _("Country")),
        ("state", _("State")),
        ("created", _("Told (Brussels)")),
    ]


def _column(name: str, label: str, wanted: Wanted, here: str) -> Column:
    direction: Literal["", "ascending", "descending"] = ""
    if wanted.sort.removeprefix("-") == name:
        direction = "descending" if wanted.sort.startswith("-") else "ascending"
    after = f"-{name}" if direction == "ascending" else name
    return Column(label, sort_url=f"{here}?{urlencode(replace(wanted, sort=after).query())}", sorted=direction)


def _row(line: Line, slug: str, titles: Mapping[str, str]) -> Row:
    mark = "" if line.tlp == "clear" else short_tlp(line.tlp)
    told = line.value("owner_name") or short_kind(line.value("owner_kind"))
    cells = (
        line.title,
        ", ".join(titles.get(code, code) for code in line.domains),
        short_urgency(line.value("urgency")),
        told,
        line.value("owner_country"),
        format_html("{}{}{}", line.state_label, " · " if mark else "", mark),
        date_format(line.created_at.astimezone(BRUSSELS), "j M Y"),
    )
    return Row(cells, url=reverse("needs:show", args=[slug, line.ref]))


def _labelled(values: set[str], labels: Mapping[str, str]) -> list[Choice]:
    return sorted(((value, labels.get(value, value)) for value in values if value), key=lambda pair: (pair[1], pair[0]))
