"""Reads of challenges and of the workshops around them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.people.public import Organisation
from securit.programmes.definition import ChallengeDefinition
from securit.programmes.public import Programme
from securit.stages.challenges.models import (
    Challenge,
    ChallengeQuerySet,
    Comment,
    Material,
    Participant,
    Registration,
    Vote,
    Workshop,
)
from securit.stages.challenges.registration_models import MaterialQuerySet, RegistrationQuerySet
from securit.stages.challenges.room_keys import token_digest
from securit.stages.challenges.room_models import WorkshopQuerySet
from securit.stages.needs.public import Need

#: So long before its beginning a workshop is on its host's list of things to do.
SOON = timedelta(days=1)


def published_challenges(programme: Programme) -> ChallengeQuerySet:
    """The challenges on the market, in the programme's order, each with its domain."""
    return challenges_in_order(programme).filter(state="published")


def visible_challenges(programme: Programme, actor: Actor) -> ChallengeQuerySet:
    """The challenges that this actor may read, in the programme's order, each with its domain."""
    return challenges_in_order(programme).visible_to(actor)


def load_challenge(programme: Programme, actor: Actor, number: str) -> Challenge:
    """The challenge of that number, if the actor may know of it. Raises ``Http404``."""
    found = visible_challenges(programme, actor).filter(number=number).first()
    if found is None:
        raise Http404(_("There is no such challenge here."))
    return found


def challenges_in_order(programme: Programme) -> ChallengeQuerySet:
    """All challenges of the programme, in its order, each with its domain."""
    return (
        Challenge.objects.in_programme(programme)
        .select_related("domain", "programme")
        .order_by("domain__position", "position", "id")
    )


def challenges_from(need: Need) -> list[Challenge]:
    """The challenges that come from this need, in the programme's order."""
    return list(challenges_in_order(need.programme).filter(origins__need=need))


def challenge_definitions(programme: Programme) -> tuple[ChallengeDefinition, ...]:
    """The challenges as the programme file states them, in the order they were drafted."""
    rows = Challenge.objects.in_programme(programme).select_related("domain").order_by("position", "id")
    return tuple(row.definition() for row in rows)


def visible_workshops(programme: Programme, actor: Actor) -> WorkshopQuerySet:
    """The workshops that this actor may know of, by their beginning, each with domain and host."""
    rows = Workshop.objects.in_programme(programme).visible_to(actor)
    return rows.select_related("domain", "host__organisation", "programme").order_by("starts_at", "id")


def workshop_participants_of(*organisations: Organisation) -> QuerySet[Participant]:
    """Who said in a workshop's room that they come from one of these: by its record, or by its very name."""
    own = Q(organisation__in=organisations)
    for organisation in organisations:
        own |= Q(organisation_name__iexact=organisation.legal_name)
    rows = Participant.objects.filter(own) if organisations else Participant.objects.none()
    return rows.select_related("workshop").order_by("workshop__starts_at", "id")


def votes_of(workshop: Workshop) -> QuerySet[Vote]:
    """The workshop's votes in their order, dropped ones left out."""
    rows = Vote.objects.in_programme(workshop.programme).filter(workshop=workshop).exclude(state="dropped")
    return rows.select_related("workshop", "programme", "recommendation").order_by("number", "id")


def vote_titles(programme: Programme) -> list[tuple[str, str]]:
    """Ref and title of every vote of the programme, with the workshop's title before it."""
    rows = Vote.objects.in_programme(programme).order_by("id").values_list("ref", "workshop__title", "title")
    return [(ref, f"{workshop}: {title}") for ref, workshop, title in rows]


def votes_with(challenge: Challenge) -> list[Vote]:
    """The closed votes in which the challenge stood, the newest first."""
    rows = Vote.objects.in_programme(challenge.programme).filter(
        state="closed", workshop__candidates__challenge=challenge
    )
    listed = rows.select_related("workshop", "recommendation").order_by("-closed_at", "-id")
    return [vote for vote in listed if any(option["ref"] == challenge.ref for option in vote.options)]


def participant_of(workshop: Workshop, token: str) -> Participant | None:
    """Who holds this token in the room."""
    rows = Participant.objects.filter(workshop=workshop, token_sha256=token_digest(token))
    return rows.select_related("workshop", "programme").first()


def comments_of(workshop: Workshop) -> QuerySet[Comment]:
    """What was said in the room, in order, each with who said it."""
    rows = Comment.objects.in_programme(workshop.programme).filter(workshop=workshop)
    return rows.select_related("participant", "workshop").order_by("id")


def registrations_of(workshop: Workshop, actor: Actor) -> RegistrationQuerySet:
    """Who was asked, registered or waits, in the order of asking; with ``came_at`` of those who came."""
    rows = Registration.objects.in_programme(workshop.programme).visible_to(actor).filter(workshop=workshop)
    return rows.exclude(state="withdrawn").annotate(came_at=F("participant__joined_at")).order_by("asked_at", "id")


def came_without_registration(workshop: Workshop) -> QuerySet[Participant]:
    """Who came with the code on the screen."""
    return workshop.participants.filter(registration=None).order_by("id")


def find_registration(programme: Programme, ref: str) -> Registration | None:
    """The registration of that ref, with its workshop; not asked who may see it."""
    rows = Registration.objects.in_programme(programme).filter(ref=ref)
    return rows.select_related("workshop__programme", "workshop__domain", "programme").first()


def materials_of(workshop: Workshop, actor: Actor) -> MaterialQuerySet:
    """What is handed out, in order, each with its file."""
    rows = Material.objects.in_programme(workshop.programme).visible_to(actor)
    return rows.filter(workshop=workshop, state="shown").select_related("file").order_by("id")


def materials_about(programme: Programme, numbers: Sequence[str], actor: Actor) -> list[Material]:
    """What was handed out at the workshops that looked at these challenges, workshop by workshop."""
    rows = Material.objects.in_programme(programme).visible_to(actor).filter(state="shown")
    rows = rows.filter(workshop__candidates__challenge__number__in=numbers).distinct()
    return list(rows.select_related("file", "workshop").order_by("workshop__starts_at", "workshop_id", "id"))


def workshops_waiting(programme: Programme, at: datetime) -> list[Workshop]:
    """Workshops that wait for their host: to be opened within a day, or for their minutes; the earliest first."""
    to_open = Q(state="announced", starts_at__lte=at + SOON)
    rows = Workshop.objects.in_programme(programme).filter(to_open | Q(state="closed"))
    return list(rows.order_by("starts_at", "id"))


def challenges_waiting(programme: Programme) -> int:
    """How many challenges wait for validation."""
    return Challenge.objects.in_programme(programme).filter(state="proposed").count()
