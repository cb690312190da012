"""Reads of selection."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from securit.programmes.public import Account, Programme
from securit.stages.applications.public import ApplicationVersion, counting_versions
from securit.stages.calls.public import Call
from securit.stages.evaluation.public import Evaluated
from securit.stages.selection.contracts import AwardFigures, Contender, Room, Share
from securit.stages.selection.decision_models import AwardDecision
from securit.stages.selection.models import Award, Ranking, ResultsNotice
from securit.stages.selection.redress_models import Redress


def current_ranking(call: Call) -> Ranking | None:
    """The adopted ranking of the call, or else the one computed last; ``None`` before the first."""
    rows = Ranking.objects.in_programme(call.programme).filter(call=call, state__in=["computed", "adopted"])
    return rows.select_related("recommendation", "decision__decided_by").order_by("id").first()


def contenders_of(evaluated: Iterable[Evaluated]) -> list[Contender]:
    """Evaluated applications as the published rules look at them."""
    return [
        Contender(
            ref=one.application_ref,
            number=one.number,
            acronym=one.content["acronym"],
            title=one.content["title"],
            domain=one.content["domain"],
            instrument=one.content["instrument"],
            challenge=one.content["challenge"],
            members=tuple(_share(member) for member in one.content["members"]),
            scores=one.scores,
            reports=one.reports,
            arrived_at=one.arrived_at,
            content_sha256=one.content_sha256,
        )
        for one in evaluated
    ]


def _share(member: dict[str, Any]) -> Share:
    return Share(
        organisation=member["organisation"]["ref"],
        legal_name=member["legal_name"],
        country=member["country"],
        kind=member["kind"],
        grant_cents=member["grant_cents"],
    )


def room_of(call: Call) -> Room:
    """What the call can still spend under its own budget and the programme's, and what legal entities already have."""
    programme = call.programme
    accounts = Account.objects.filter(programme=programme).order_by("id")
    rows = accounts.values_list("scope", "key", "reserved_cents", "committed_cents")
    used = {(scope, key): reserved + committed for scope, key, reserved, committed in rows}
    ceiling = programme.terms.ceiling
    left = min(
        *(one.budget_cents - used.get(("call", one.ref), 0) for one in (call, call.batch_of) if one is not None),
        programme.budget_cents - used.get(("programme", programme.ref), 0),
    )
    return Room(
        budget_cents=max(0, left),
        ceiling_cents=ceiling.amount_cents,
        ceiling_is_cumulative=ceiling.scope == "recipient_in_programme",
        used_cents={key: cents for (scope, key), cents in used.items() if scope == "entity"},
    )


def decision_on(ranking: Ranking) -> AwardDecision | None:
    """The decision on the ranking that waits for its second signature or has it; ``None`` where there is none."""
    rows = AwardDecision.objects.in_programme(ranking.programme).filter(ranking=ranking).exclude(state="withdrawn")
    return rows.select_related("decided_by", "signed_by", "ranking__call__programme", "ranking__recommendation").first()


def awards_of(call: Call) -> QuerySet[Award]:
    """The awards of the call's adopted ranking, from the best down, each with its application."""
    rows = Award.objects.in_programme(call.programme).filter(application__call=call)
    ranked_first = F("position").asc(nulls_last=True)  # the databases do not agree on where nothing stands
    return rows.select_related("application", "decision").order_by(ranked_first, "application__number", "id")


def requests_on(call: Call) -> QuerySet[Redress]:
    """The requests to review the procedure on a call, in the order in which they came, each with its application."""
    rows = Redress.objects.in_programme(call.programme).filter(application__call=call)
    return rows.select_related("application", "decided_by").order_by("lodged_at", "id")


def funded_versions(call: Call) -> QuerySet[ApplicationVersion]:
    """The versions of the funded applications, by number."""
    return counting_versions(call).filter(application__award__state="funded")


def results(call: Call) -> ResultsNotice | None:
    """The published outcome; ``None`` before its publication."""
    return ResultsNotice.objects.filter(programme=call.programme_id, call=call).first()


def award_figures(call: Call) -> AwardFigures:
    """What was decided on the call, in numbers."""
    totals = (
        Award.objects.in_programme(call.programme)
        .filter(application__call=call)
        .aggregate(
            funded=Count("id", filter=Q(state="funded")),
            reserve_listed=Count("id", filter=Q(state="reserve_listed")),
            not_funded=Count("id", filter=Q(state="not_funded")),
            awarded_cents=Sum("amount_cents", filter=Q(state="funded"), default=0),
        )
    )
    members = [member for version in funded_versions(call) for member in version.content["members"]]
    return AwardFigures(
        **totals,
        sme_shares=sum(member["kind"] == "sme" for member in members),
        countries=tuple(sorted({member["country"] for member in members})),
    )


def ranking_by_ref(programme: Programme, ref: str) -> Ranking:
    """One ranking. Raises ``Ranking.DoesNotExist``."""
    return Ranking.objects.in_programme(programme).select_related("call__programme", "recommendation").get(ref=ref)
