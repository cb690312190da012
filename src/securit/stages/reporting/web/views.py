"""Indicators for staff, and the known funded projects for everyone."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext as _

from securit.kit import tables
from securit.kit.components.status import money
from securit.programmes.public import Programme, screen
from securit.stages.reporting.contracts import CallMoney, IndicatorRow, Said
from securit.stages.reporting.selectors import indicator_rows, money_by_call, showcase


@screen("indicators.view")
def indicators(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Plan, published outcome and what this installation computes, side by side; and the money of each call."""
    context = {
        "programme": programme,
        "indicators": _indicators(indicator_rows(programme)),
        "money": _money(money_by_call(programme)),
    }
    return render(request, "reporting/indicators.html", context)


@screen("showcase.view", open_to_all=True)
def known_projects(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Funded projects known from public sources."""
    domains = {domain.code: domain.title for domain in programme.terms.domains}
    context: dict[str, Any] = {
        "programme": programme,
        "entries": [
            {"entry": entry, "url": url, "domain": domains.get(entry.domain, "")} for entry, url in showcase(programme)
        ],
    }
    return render(request, "reporting/showcase.html", context)


def _indicators(rows: tuple[IndicatorRow, ...]) -> tables.Table:
    heads = (_("Planned"), _("Published"), _("Computed here"))
    return tables.Table(
        caption=_("Indicators"),
        note=_("Three sources that are never added to each other."),
        columns=(tables.Column(_("Indicator")), *(tables.Column(head, numeric=True) for head in heads)),
        rows=tuple(
            tables.Row(
                (
                    f"{row.title} ({row.unit})" if row.unit else row.title,
                    _stated(row.plan),
                    _stated(row.published),
                    "" if row.computed is None else f"{row.computed:,}",
                )
            )
            for row in rows
        ),
        empty=_("The programme has no indicators."),
    )


def _stated(said: Said | None) -> str:
    if said is None:
        return ""
    shown = f"{said.value:,f}"
    if not said.source_url:
        return shown
    return format_html('{} <a class="k-small" href="{}">{}</a>', shown, said.source_url, _("source"))


def _money(rows: tuple[CallMoney, ...]) -> tables.Table:
    heads = (_("Budget"), _("Reserved"), _("Committed"), _("Paid"))
    return tables.Table(
        caption=_("Money by call"),
        columns=(tables.Column(_("Call")), *(tables.Column(head, numeric=True) for head in heads)),
        rows=tuple(
            tables.Row(
                (
                    row.title,
                    money(row.budget_cents),
                    money(row.reserved_cents),
                    money(row.committed_cents),
                    money(row.paid_cents),
                )
            )
            for row in rows
        ),
        empty=_("No call was published yet."),
        total=tables.Row(
            (
                _("Together"),
                money(sum(row.budget_cents for row in rows)),
                money(sum(row.reserved_cents for row in rows)),
                money(sum(row.committed_cents for row in rows)),
                money(sum(row.paid_cents for row in rows)),
            )
        ),
    )
