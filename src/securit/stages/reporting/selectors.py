"""Reads of reporting: what was planned, what was published, what is computed here; never added to each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import F

from securit.programmes.definition import IndicatorDefinition, ShowcaseEntry
from securit.programmes.public import Account, Programme
from securit.stages.applications.public import ApplicationVersion
from securit.stages.calls.public import SEALED_STATES, Call, calls_in_order
from securit.stages.reporting.contracts import CallMoney, IndicatorRow, Measured, Said
from securit.stages.selection.public import Award


def indicator_rows(programme: Programme, measured: Mapping[str, Measured] | None = None) -> tuple[IndicatorRow, ...]:
    """The indicators of the programme's definition, in its order, beside what closed calls add up to here.

    ``measured`` (as of :func:`measured_by_call`) is given by a page that may tell less, or has counted already.
    """
    measured = measured_by_call(programme) if measured is None else measured
    sources = programme.terms.sources
    return tuple(
        IndicatorRow(
            code=indicator.code,
            title=indicator.title,
            unit=indicator.unit,
            plan=_said(indicator, "plan", sources),
            published=_said(indicator, "published", sources),
            computed=_computed(indicator.code, measured),
        )
        for indicator in programme.terms.indicators
    )


def measured_by_call(programme: Programme) -> dict[str, Measured]:
    """What the applications of each closed call add up to, by the call's code; under ``""`` all calls together.

    Sealed contents are not read: an open call is not among them.
    """
    received: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    funded: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    awarded = set(_funded(programme))
    for pk, code, content in _contents(programme):
        for key in ("", code):
            received[key].append(content)
            if pk in awarded:
                funded[key].append(content)
    codes = ["", *(call.code for call in closed_calls(programme))]
    return {code: Measured.of(received[code], funded[code]) for code in codes}


def closed_calls(programme: Programme) -> list[Call]:
    """Calls whose applications are no longer sealed, by opening."""
    return list(calls_in_order(programme).exclude(state__in=(*SEALED_STATES, "cancelled")))


def money_by_call(programme: Programme) -> tuple[CallMoney, ...]:
    """Budget and ledger of each published call, by opening."""
    accounts = {a.key: a for a in Account.objects.filter(programme=programme, scope="call").order_by("id")}
    rows = []
    for call in calls_in_order(programme).designed().filter(published_at__isnull=False).exclude(state="cancelled"):
        account = accounts.get(call.ref)
        reserved, committed, paid = (
            (account.reserved_cents, account.committed_cents, account.paid_cents) if account else (0, 0, 0)
        )
        rows.append(CallMoney(call.code, call.title, call.budget_cents, reserved, committed, paid))
    return tuple(rows)


def showcase(programme: Programme) -> tuple[tuple[ShowcaseEntry, str], ...]:
    """Known funded projects with the address of their source; none of them is a record of this installation."""
    sources = programme.terms.sources
    return tuple((entry, sources.get(entry.source, "")) for entry in programme.terms.showcase)


def _said(indicator: IndicatorDefinition, standing: str, sources: Mapping[str, str]) -> Said | None:
    """The newest value of that standing."""
    found = [m for m in indicator.measurements if m.standing == standing]
    if not found:
        return None
    newest = max(enumerate(found), key=lambda pair: (str(pair[1].on or ""), pair[0]))[1]
    return Said(newest.value, standing, newest.note, newest.source, sources.get(newest.source, ""))


def _computed(code: str, measured: Mapping[str, Measured]) -> int | None:
    """The value for all calls, or, where the code ends in a call's code, for that call."""
    for call, values in measured.items():
        suffix = f"_{call.lower()}"
        if call and code.endswith(suffix):
            return values.value(code.removesuffix(suffix))
    return measured[""].value(code)


def _contents(programme: Programme) -> list[tuple[int, str, dict[str, Any]]]:
    versions = ApplicationVersion.objects.filter(
        programme=programme, application__state="submitted", application__call__in=closed_calls(programme)
    )
    counting = (
        versions.filter(number=F("application__submitted_number"))
        .select_related("application__call")
        .order_by("application__number", "id")
    )
    return [(version.application_id, version.application.call.code, version.content) for version in counting]


def _funded(programme: Programme) -> list[int]:
    rows = Award.objects.in_programme(programme).filter(state="funded").order_by("application_id")
    return list(rows.values_list("application_id", flat=True))
