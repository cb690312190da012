"""The figures as a table: exactly the numbers that the page of figures shows, row by row."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from securit.machinery.tabular.columns import Column, Row
from securit.portal.selectors.figures import Figures, Money, ProgrammeFigures


def columns() -> tuple[Column, ...]:
    """The columns of the export."""
    return (
        Column("scope", _("Scope")),
        Column("figure", _("Figure")),
        Column("item", _("Item")),
        Column("value", _("Value"), "whole"),
        Column("amount", _("Amount in euro"), "money"),
        Column("records", _("Records")),
    )


def rows(programme: str, shown: ProgrammeFigures) -> Iterator[Row]:
    """First the whole programme, then call by call."""
    yield from _of(programme, shown.total, shown.money, shown.records)
    for part in shown.calls:
        yield from _of(part.call.title, part.figures, part.money, shown.records)


def _of(scope: str, figures: Figures, money: Money, records: str) -> Iterator[Row]:
    def row(figure: str, item: str, value: int | None = None, amount: int | None = None) -> Row:
        return {"scope": scope, "figure": figure, "item": item, "value": value, "amount": amount, "records": records}

    for label, value in (
        (_("Applications"), figures.applications),
        (_("SMEs"), figures.smes),
        (_("Countries"), figures.countries),
        (_("Synthetic applications"), figures.synthetic),
    ):
        yield row(label, "", value)
    for label, shares in (
        (_("Funnel"), figures.funnel),
        (_("Domain"), figures.by_domain),
        (_("Instrument"), figures.by_instrument),
        (_("Applications with a member in the country"), figures.by_country),
    ):
        for share in shares:
            yield row(label, share.title, share.value)
    for label, amount in (
        (_("planned"), money.planned_cents),
        (_("reserved"), money.reserved_cents),
        (_("committed"), money.committed_cents),
        (_("paid"), money.paid_cents),
        (_("free"), money.free_cents),
    ):
        yield row(_("Budget"), label, amount=amount)
