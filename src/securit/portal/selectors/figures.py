"""The figures of a programme, all summed from the same rows of :mod:`securit.portal.selectors.counting`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from securit.portal.selectors.counting import Counted, Reach, counted, counted_in_public
from securit.programmes.public import Account, Programme
from securit.stages.calls.public import Call

RECORDS = ("all", "real", "synthetic")


@dataclass(frozen=True, slots=True)
class Share:
    """How many applications fall on one country, domain or instrument."""

    code: str
    title: str
    value: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What is counted of a set of applications. ``funnel`` goes from submitted to funded, each step within the last.

    ``hidden`` applications are counted, and left out of members, countries, domains and kinds of support.
    """

    applications: int
    smes: int
    members: int
    countries: int
    by_country: tuple[Share, ...]
    by_domain: tuple[Share, ...]
    by_instrument: tuple[Share, ...]
    funnel: tuple[Share, ...]
    awarded_cents: int
    synthetic: int
    hidden: int = 0

    @property
    def funded(self) -> int:
        """How many applications are funded."""
        return self.funnel[-1].value

    @property
    def is_mixed(self) -> bool:
        """Whether real and synthetic applications stand together."""
        return 0 < self.synthetic < self.applications


@dataclass(frozen=True, slots=True)
class Money:
    """The ledger of a programme or a call: the budget and where it stands, in cents."""

    planned_cents: int
    reserved_cents: int = 0
    committed_cents: int = 0
    paid_cents: int = 0

    @property
    def free_cents(self) -> int:
        """What is neither reserved nor committed; never below zero."""
        return max(0, self.planned_cents - self.reserved_cents - self.committed_cents)


@dataclass(frozen=True, slots=True)
class CallFigures:
    """A call with what is counted of it and its money."""

    call: Call
    figures: Figures
    money: Money


@dataclass(frozen=True, slots=True)
class ProgrammeFigures:
    """The whole programme and its calls, in order of opening; ``rows`` are what all of it is summed from."""

    total: Figures
    calls: tuple[CallFigures, ...]
    money: Money
    records: str
    rows: tuple[Counted, ...]


def office_figures(programme: Programme, calls: Sequence[Call], *, records: str = "all") -> ProgrammeFigures:
    """Everything that counts, for those who oversee the programme; ``records`` is one of :data:`RECORDS`."""
    return _summed(programme, calls, counted(programme, calls), records)


def public_figures(programme: Programme, calls: Sequence[Call], *, records: str = "all") -> ProgrammeFigures:
    """What the public may know: applications after the deadline, outcomes once the results are published."""
    return _summed(programme, calls, counted_in_public(programme, calls), records)


def _summed(programme: Programme, calls: Sequence[Call], rows: Sequence[Counted], records: str) -> ProgrammeFigures:
    if records != "all":
        rows = [row for row in rows if row.synthetic is (records == "synthetic")]
    ledger = _ledger(programme)
    parts = [
        CallFigures(
            call,
            figures_of([row for row in rows if row.call_id == call.pk], programme, calls),
            _money(ledger, "call", call.ref, call.budget_cents),
        )
        for call in calls
    ]
    money = _money(ledger, "programme", programme.ref, programme.budget_cents)
    return ProgrammeFigures(figures_of(rows, programme, calls), tuple(parts), money, records, tuple(rows))


def figures_of(rows: Sequence[Counted], programme: Programme, calls: Sequence[Call]) -> Figures:
    """The figures of some applications. A country counts once for each application with a member there."""
    told = [row for row in rows if not row.content.is_hidden]
    countries = Counter(code for row in told for code in sorted({m.country for m in row.content.members}))
    members = [member for row in told for member in row.content.members]
    return Figures(
        applications=len(rows),
        smes=sum(member.kind == "sme" for member in members),
        members=len(members),
        countries=len(countries),
        by_country=tuple(Share(c, c, n) for c, n in sorted(countries.items(), key=lambda item: (-item[1], item[0]))),
        by_domain=_by_domain(told, programme),
        by_instrument=_by_instrument(told, calls),
        funnel=_funnel(rows),
        awarded_cents=sum(row.awarded_cents for row in rows),
        synthetic=sum(row.synthetic for row in rows),
        hidden=len(rows) - len(told),
    )


def _by_domain(rows: Sequence[Counted], programme: Programme) -> tuple[Share, ...]:
    """In the programme's order, zeros included; what names no known domain comes last."""
    found = Counter(row.content.domain for row in rows)
    known = [Share(d.code, d.title, found.pop(d.code, 0)) for d in programme.terms.domains]
    rest = sum(found.values())
    return (*known, *([Share("", _("no domain named"), rest)] if rest else []))


def _by_instrument(rows: Sequence[Counted], calls: Sequence[Call]) -> tuple[Share, ...]:
    titles: dict[str, str] = {}
    for call in calls:
        titles.update({instrument.code: instrument.title for instrument in call.terms.instruments})
    found = Counter(row.content.instrument for row in rows)
    return tuple(Share(code, title, found.get(code, 0)) for code, title in titles.items())


def _funnel(rows: Sequence[Counted]) -> tuple[Share, ...]:
    labels = {
        Reach.SUBMITTED: _("Submitted"),
        Reach.ELIGIBLE: _("Eligible"),
        Reach.EVALUATED: _("Evaluated"),
        Reach.ABOVE_THRESHOLD: _("Above the thresholds"),
        Reach.FUNDED: _("Funded"),
    }
    return tuple(
        Share(step.name.lower(), label, sum(row.reach >= step for row in rows)) for step, label in labels.items()
    )


def _ledger(programme: Programme) -> dict[tuple[str, str], Account]:
    accounts = Account.objects.filter(programme=programme, scope__in=["programme", "call"]).order_by("id")
    return {(account.scope, account.key): account for account in accounts}


def _money(ledger: dict[tuple[str, str], Account], scope: str, key: str, planned_cents: int) -> Money:
    account = ledger.get((scope, key))
    if account is None:
        return Money(planned_cents)
    return Money(planned_cents, account.reserved_cents, account.committed_cents, account.paid_cents)
