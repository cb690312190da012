"""Reads of screening."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from securit.kernel.actor import Actor
from securit.programmes.public import Programme
from securit.stages.applications.public import Application, ApplicationVersion, counting_versions
from securit.stages.calls.public import Call
from securit.stages.challenges.public import Workshop, workshop_participants_of
from securit.stages.screening.lifecycle import SCREENING
from securit.stages.screening.models import (
    Clarification,
    Letter,
    SanctionsList,
    SanctionsListQuerySet,
    Screening,
    ScreeningQuerySet,
)


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


def readable_version(programme: Programme, actor: Actor, number: str) -> ApplicationVersion | None:
    """The counting version of the application with this number, if the actor may read it."""
    readable = Application.objects.in_programme(programme).filter(number=number).visible_to(actor).that_count()
    rows = ApplicationVersion.objects.filter(application__in=readable, number=F("application__submitted_number"))
    return rows.select_related("application").first()


def readable_numbers(screening: Screening, actor: Actor, numbers: list[str]) -> set[str]:
    """Which of these applications the person may read, so that only they are linked."""
    rows = Application.objects.in_programme(screening.programme).filter(number__in=numbers).visible_to(actor)
    return set(rows.values_list("number", flat=True))


def loaded_lists(programme: Programme) -> SanctionsListQuerySet:
    """The sanctions lists that were loaded, the newest first."""
    return SanctionsList.objects.in_programme(programme).order_by("-id")


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


def untold(call: Call, state: str, actor: Actor) -> ScreeningQuerySet:
    """The checks of the call in this state whose teams have no letter about it yet, with all that a letter needs."""
    told = Letter.objects.filter(screening=OuterRef("pk"), result=state)
    rows = screenings_of(call).visible_to(actor).filter(~Exists(told), state=state)
    return rows.select_related("programme").prefetch_related("application__editors__user", "application__members")


def letters_to(application: Application) -> list[Letter]:
    """The letters on the check of one application, oldest first."""
    rows = Letter.objects.filter(programme=application.programme_id, screening__application=application)
    return list(rows.select_related("screening").order_by("id"))


def due_soon(within: timedelta, at: datetime) -> list[Clarification]:
    """Questions without an answer that are due within so much time, and of which the team was not reminded."""
    rows = Clarification.objects.filter(answer="", reminded_at=None, due_at__gt=at, due_at__lte=at + within)
    open_ones = rows.filter(screening__state="clarification_requested", asked_at__lt=at - within)
    return list(open_ones.select_related("screening__application__call", "screening__programme").order_by("id"))


def unscreened_versions(call: Call) -> QuerySet[ApplicationVersion]:
    """Counting versions for which no check was opened yet."""
    return counting_versions(call).filter(application__screening__isnull=True)
