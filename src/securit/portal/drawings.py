"""Figures as charts and maps of the kit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from securit import money
from securit.kit.charts import SERIES, Chart, Datum, Span, bars, funnel, line_of_calls, stacked
from securit.kit.maps import MapFigure, europe
from securit.portal.selectors.calendar import local_day
from securit.portal.selectors.figures import Figures, Money, Share
from securit.programmes.public import Programme
from securit.stages.calls.public import Call


def funnel_chart(figures: Figures, *, title: str, note: str = "") -> Chart:
    """From submitted to funded."""
    return funnel(_data(figures.funnel), title=title, head=(_("Step"), _("Applications")), note=note)


def domain_chart(figures: Figures, *, title: str = "", note: str = "") -> Chart:
    """Applications by domain."""
    title = title or _("Applications by domain")
    return bars(_data(figures.by_domain), title=title, head=(_("Domain"), _("Applications")), note=note)


def instrument_chart(figures: Figures) -> Chart:
    """Applications by instrument."""
    title = _("Applications by instrument")
    return bars(_data(figures.by_instrument), title=title, head=(_("Instrument"), _("Applications")))


def country_map(figures: Figures, *, title: str = "") -> MapFigure:
    """Applications by country; a country counts once for each application with a member there."""
    return europe(
        {share.code: share.value for share in figures.by_country},
        title=title or _("Where the applicants are"),
        head=(_("Country"), _("Applications")),
        none=_("none"),
        note=_("Applications with a member in the country."),
        language=get_language() or "en",
    )


def partner_map(countries: dict[str, int]) -> MapFigure:
    """Organisations of the consortium and ambassadors by country."""
    return europe(
        countries,
        title=_("Where partners and ambassadors are"),
        head=(_("Country"), _("Organisations")),
        none=_("none"),
        language=get_language() or "en",
    )


def money_chart(amounts: Money, *, title: str) -> Chart:
    """Where a budget stands; committed money holds what is paid."""
    parts = (
        (_("Paid"), amounts.paid_cents),
        (_("Committed, not yet paid"), amounts.committed_cents - amounts.paid_cents),
        (_("Reserved by decision"), amounts.reserved_cents),
        (_("Free"), amounts.free_cents),
    )
    data = [Datum(label, cents // 100, money.euros(cents)) for label, cents in parts]
    return stacked(data, title=title, head=(_("Part"), _("Amount")), note=money.euros(amounts.planned_cents))


def calls_chart(programme: Programme, calls: Sequence[Call], today: date) -> Chart:
    """When each call is open, on the line of the programme."""
    spans = [
        Span(
            call.title,
            local_day(call.opens_at, programme),
            local_day(call.deadline_at, programme),
            f"{date_format(local_day(call.opens_at, programme), 'j M Y')} – "
            f"{date_format(local_day(call.deadline_at, programme), 'j M Y')}",
            index % SERIES + 1,
        )
        for index, call in enumerate(calls)
    ]
    return line_of_calls(
        spans,
        starts_on=programme.starts_on,
        ends_on=programme.ends_on,
        today=today,
        title=_("When calls are open"),
        head=(_("Call"), _("Open")),
    )


def _data(shares: Sequence[Share]) -> list[Datum]:
    return [Datum(share.title, share.value) for share in shares]
