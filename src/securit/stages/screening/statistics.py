"""Why applications did not pass: how many per test, as the office reads it and as it may be published."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, Count, F, When

from securit.kernel.actor import Actor
from securit.stages.applications.public import FEWEST_SHOWN
from securit.stages.calls.public import Call
from securit.stages.screening.listing import Desk, counts_of
from securit.stages.screening.models import Check
from securit.stages.screening.titles import title_of


@dataclass(frozen=True, slots=True)
class Reason:
    """How one test stands over all applications of the call, and for how many of the rejected ones it is not met."""

    code: str
    title: str
    met: int = 0
    not_met: int = 0
    unresolved: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class Statistics:
    """All checks, how many are cleared and rejected, and the tests in their order."""

    total: int
    cleared: int
    rejected: int
    reasons: tuple[Reason, ...]


def statistics_of(call: Call, actor: Actor) -> Statistics:
    """Counted over what the reader may see; three queries."""
    desk = Desk.of(call, actor)
    stands = Case(When(settled_result="", then=F("result")), default=F("settled_result"))
    rows = (
        Check.objects.filter(programme=call.programme, screening__in=desk.rows.order_by().values("pk"))
        .annotate(stands=stands)
        .values_list("code", "says", "stands", "severity", "screening__state")
        .annotate(Count("id"))
        .order_by("code")
    )
    numbers: dict[str, dict[str, int]] = {}
    titles: dict[str, str] = {}
    for code, says, standing, severity, state, count in rows:
        titles[code] = title_of(code, says)
        seen = numbers.setdefault(code, {})
        seen[standing] = seen.get(standing, 0) + count
        if (standing, severity, state) == ("not_met", "blocking", "rejected"):
            seen["rejected"] = seen.get("rejected", 0) + count
    counts = counts_of(desk)
    reasons = (Reason(code, titles[code], **seen) for code, seen in numbers.items())
    ordered = tuple(sorted(reasons, key=lambda reason: (-reason.rejected, -reason.not_met, reason.code)))
    return Statistics(counts.total, counts.groups.get("cleared", 0), counts.groups.get("rejected", 0), ordered)


def for_everybody(number: int) -> str:
    """A number that points to nobody: small ones are only said to be small."""
    return str(number) if number == 0 or number >= FEWEST_SHOWN else f"1–{FEWEST_SHOWN - 1}"
