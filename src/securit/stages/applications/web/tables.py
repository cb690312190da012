"""The office's list as a table with sortable heads, filters and pages."""

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

from securit import money
from securit.kit.components.status import BRUSSELS
from securit.kit.tables import Column, Row, Table, pages
from securit.machinery.forms.rendering import country_names
from securit.stages.applications.listing import PAGE_SIZE, Line, Wanted
from securit.stages.calls.public import Call

Choice = tuple[str, str]


def choices_in(lines: list[Line], call: Call) -> dict[str, list[Choice]]:
    """The values of each filter that occur in the list, with their labels, by label."""
    domains = {domain.code: domain.title for domain in call.programme.terms.domains}
    instruments = {instrument.code: instrument.title for instrument in call.terms.instruments}
    countries = country_names(get_language() or "en")
    return {
        "domain": _labelled({line.domain for line in lines}, domains),
        "instrument": _labelled({line.instrument for line in lines}, instruments),
        "country": _labelled({country for line in lines for country in line.countries}, countries),
    }


def listing_table(lines: list[Line], wanted: Wanted, call: Call, page: str) -> Table:
    """One page of the list."""
    count = -(-len(lines) // PAGE_SIZE)
    number = min(max(int(page) if page.isdecimal() and len(page) < 7 else 1, 1), max(count, 1))
    slug = call.programme.slug
    here = reverse("applications:list", kwargs={"slug": slug, "code": call.code})
    shown = lines[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    titles = {domain.code: domain.title for domain in call.programme.terms.domains}
    return Table(
        caption=_("Applications to %(call)s") % {"call": call.code},
        columns=tuple(_column(name, label, numeric, wanted, here) for name, label, numeric in _heads()),
        rows=tuple(_row(line, slug, titles) for line in shown),
        empty=_("No application passes these filters."),
        pages=pages(number, count, lambda n: f"{here}?{urlencode({**wanted.query(), 'page': n})}"),
    )


def _heads() -> list[tuple[str, str, bool]]:
    return [
        ("number", _("Number"), False),
        ("name", _("Project"), False),
        ("domain", _("Domain and challenge"), False),
        ("instrument", _("Kind of support"), False),
        ("", _("Countries"), False),
        ("grant", _("Grant"), True),
        ("arrived", _("Arrived (Brussels)"), False),
    ]


def _column(name: str, label: str, numeric: bool, wanted: Wanted, here: str) -> Column:
    if not name:
        return Column(label, numeric=numeric)
    is_sorted = wanted.sort.removeprefix("-") == name
    direction: Literal["", "ascending", "descending"] = ""
    if is_sorted:
        direction = "descending" if wanted.sort.startswith("-") else "ascending"
    after = f"-{name}" if direction == "ascending" else name
    query = urlencode(replace(wanted, sort=after).query())
    return Column(label, numeric=numeric, sort_url=f"{here}?{query}", sorted=direction)


def _row(line: Line, slug: str, titles: dict[str, str]) -> Row:
    cells = (
        format_html('<span class="text-nowrap">{}</span>', line.number),
        line.name,
        " · ".join(part for part in (titles.get(line.domain, line.domain), line.challenge) if part),
        line.instrument,
        ", ".join(line.countries),
        money.euros(line.grant_cents),
        date_format(line.arrived_at.astimezone(BRUSSELS), "j M Y, H:i"),
    )
    return Row(cells, url=reverse("applications:show", kwargs={"slug": slug, "ref": line.ref}))


def _labelled(values: set[str], labels: Mapping[str, str]) -> list[Choice]:
    return sorted(((value, labels.get(value, value)) for value in values if value), key=lambda pair: (pair[1], pair[0]))
