"""Reads of screening."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count, F, QuerySet

from securit.programmes.public import Account, Partner, Programme
from securit.stages.applications.public import Application, ApplicationVersion, counting_versions
from securit.stages.calls.public import Call
from securit.stages.challenges.public import Workshop, workshop_participants_of
from securit.stages.screening.contracts import Surroundings, marks_of
from securit.stages.screening.lifecycle import SCREENING
from securit.stages.screening.models import Screening, ScreeningQuerySet


def screenings_of(call: Call) -> ScreeningQuerySet:
    """The checks of a call whose applications still count, in the order of the numbers, with all that a page shows."""
    return (
        Screening.objects.in_programme(call.programme)
        .filter(application__call=call, application__state="submitted")
        .select_related("application__call__programme", "screened_version")
        .prefetch_related("checks")
        .order_by("application__number", "id")
    )


def workshops_attended(application: Application) -> list[Workshop]:
    """Workshops of this programme in whose room somebody of a member was. A flag for people; no test reads it."""
    members = application.members.exclude(state="removed").select_related("organisation").order_by("id")
    found = workshop_participants_of(*(member.organisation for member in members))
    attended = {each.workshop.ref: each.workshop for each in found.filter(programme=application.programme)}
    return list(attended.values())


def screening_by_ref(programme: Programme, ref: str) -> Screening:
    """One check with its application, call and version. Raises ``Screening.DoesNotExist``."""
    rows = Screening.objects.in_programme(programme).select_related(
        "application__call__programme", "screened_version", "proposed_by", "decided_by"
    )
    return rows.get(ref=ref)


def cleared_versions(call: Call) -> QuerySet[ApplicationVersion]:
    """The versions that go to evaluation: cleared, and not withdrawn since; in the order of the numbers."""
    cleared = counting_versions(call).filter(application__screening__state="cleared")
    return cleared.filter(application__screening__screened_version_id=F("id"))


def screening_progress(call: Call) -> dict[str, int]:
    """How many checks stand in each state, in the order of the states; withdrawn applications are left out."""
    rows = Screening.objects.in_programme(call.programme).filter(application__call=call, application__state="submitted")
    found = dict(rows.order_by().values_list("state").annotate(Count("id")))
    return {state: found.get(state, 0) for state in SCREENING.states}


def unscreened_versions(call: Call) -> QuerySet[ApplicationVersion]:
    """Counting versions for which no check was opened yet."""
    return counting_versions(call).filter(application__screening__isnull=True)


def surroundings_of(call: Call) -> Surroundings:
    """What the built-in tests need to know about the programme and the other applications of the call."""
    programme, terms = call.programme, call.programme.terms
    numbers = _numbers_by_organisation(version.content for version in counting_versions(call))
    return Surroundings(
        insiders=_insiders(programme),
        applications=numbers,
        used_cents=_used_cents(programme, numbers),
        ceiling_cents=terms.ceiling.amount_cents,
        ceiling_is_cumulative=terms.ceiling.scope == "recipient_in_programme",
        most_applications=call.terms.applications_per_organisation,
        insiders_may_apply=terms.profile.insiders_may_apply,
        sized_on=call.deadline_at.date(),
    )


def _numbers_by_organisation(contents: Iterable[Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for content in contents:
        for member in content["members"]:
            found[member["organisation"]["ref"]].append(content["number"])
    return {ref: tuple(numbers) for ref, numbers in found.items()}


def _insiders(programme: Programme) -> dict[str, str]:
    found: dict[str, str] = {}
    for partner in Partner.objects.filter(programme=programme).select_related("organisation").order_by("id"):
        entity = partner.organisation
        for mark in marks_of(entity.legal_name, entity.country, entity.register_number):
            found.setdefault(mark, entity.legal_name)
    return found


def _used_cents(programme: Programme, refs: Iterable[str]) -> dict[str, int]:
    """What the ledger holds for these legal entities over all calls of the programme."""
    wanted = set(refs)
    accounts = Account.objects.filter(programme=programme, scope="entity")
    rows = accounts.values_list("key", "reserved_cents", "committed_cents")
    return {key: reserved + committed for key, reserved, committed in rows if key in wanted}
