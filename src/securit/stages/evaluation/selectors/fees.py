"""What reports take and pay: for the evaluator before accepting, for the office when they are in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from securit.programmes.public import Programme
from securit.stages.calls.public import Call
from securit.stages.evaluation.models import Assignment, Evaluator, Review
from securit.stages.evaluation.pool_models import Contract, ContractAcceptance


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One evaluator's reports in a call, and what they come to."""

    ref: str
    name: str
    submitted: int
    set_aside: int
    paid: int
    due_cents: int

    def to_data(self) -> dict[str, Any]:
        """As it is stored with the confirmed list; without the name, which the pool knows."""
        return {
            "evaluator": self.ref,
            "submitted": self.submitted,
            "set_aside": self.set_aside,
            "paid": self.paid,
            "due_cents": self.due_cents,
        }


@dataclass(frozen=True, slots=True)
class Workload:
    """So many reports, in minutes and cents."""

    reports: int
    minutes: int
    fee_cents: int


def contract_of(programme: Programme) -> Contract | None:
    """The contract in force."""
    return Contract.objects.in_programme(programme).in_force().first()


def fees_of(call: Call, contract: Contract) -> list[FeeLine]:
    """What is due to everybody who handed in a report, by name. Three queries.

    A report that was set aside after it was handed in counts where the contract says so; one set aside before never.
    """
    rows = Review.objects.of_call(call).order_by()
    submitted = Counter(_by_evaluator(rows.filter(state__in=["submitted", "returned"])))
    aside = Counter(_by_evaluator(rows.filter(state="set_aside", submitted_at__isnull=False)))
    people = Evaluator.objects.filter(programme=call.programme_id, pk__in={*submitted, *aside}).select_related("user")
    lines = []
    for person in people.order_by("user__name", "id"):
        paid = submitted[person.pk] + (aside[person.pk] if contract.pays_set_aside else 0)
        lines.append(
            FeeLine(
                ref=person.ref,
                name=str(person.user),
                submitted=submitted[person.pk],
                set_aside=aside[person.pk],
                paid=paid,
                due_cents=paid * contract.fee_cents,
            )
        )
    return lines


def workload_of(evaluator: Evaluator, contract: Contract) -> Workload:
    """What stands on the evaluator's desk, as the contract counts it."""
    reports = (
        Assignment.objects.in_programme(evaluator.programme).filter(evaluator=evaluator, state="confirmed").count()
    )
    return Workload(reports, reports * contract.minutes, reports * contract.fee_cents)


def acceptances_of(contract: Contract) -> list[ContractAcceptance]:
    """Who accepted this version, the latest first."""
    return list(contract.acceptances.select_related("evaluator__user").order_by("-accepted_at", "id"))


def missing_of(contract: Contract) -> list[Evaluator]:
    """Those in the pool who have not accepted this version, by name."""
    accepted = contract.acceptances.order_by().values("evaluator_id")
    pool = Evaluator.objects.filter(programme=contract.programme_id).active().exclude(pk__in=accepted)
    return list(pool.select_related("user").order_by("user__name", "id"))


def _by_evaluator(rows: Any) -> dict[int, int]:
    return dict(rows.values_list("evaluator_id").annotate(Count("id")))
