"""Plan a workshop, and change the plan until the room opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, create, perform
from securit.kernel.refusals import Refusal
from securit.programmes.public import Domain, Partner, Programme
from securit.stages.challenges.agenda import AgendaLine
from securit.stages.challenges.models import Challenge, Workshop, WorkshopChallenge
from securit.stages.challenges.registration_letters import mail_all
from securit.stages.challenges.room_models import Admission
from securit.stages.challenges.services.confirm_registration import fill_places
from securit.stages.challenges.services.join_room import MOST_PARTICIPANTS

MOST_CANDIDATES = 40
MOST_AGENDA = 20_000
#: What those who registered are told of when it changes.
MATTERS = ("starts_at", "ends_at", "mode", "place", "link")


class CannotPlanWorkshop(Refusal):
    """The times, the place or the challenges do not fit."""


@dataclass(frozen=True, slots=True)
class WorkshopPlan:
    """What is planned: when, how, where, about which challenges in which order."""

    title: str
    starts_at: datetime
    ends_at: datetime
    mode: str
    challenges: Sequence[Challenge]
    domain: Domain | None = None
    round: int = 1
    place: str = ""
    link: str = ""
    agenda: str = ""
    agenda_lines: Sequence[AgendaLine] = ()
    admission: str = Admission.CODE
    capacity: int | None = None
    host: Partner | None = None
    synthetic: bool = False
    source: str = ""


_FIELDS = (
    *("title", "starts_at", "ends_at", "mode", "domain", "round", "place", "link", "agenda", "host"),
    *("admission", "capacity", "synthetic", "source"),
)


def plan_workshop(
    *, programme: Programme, plan: WorkshopPlan, actor: Actor, at: datetime, intent: str = ""
) -> Workshop:
    """A new workshop, not announced yet. Raises :class:`CannotPlanWorkshop` naming the field."""
    _check(programme, plan)
    workshop = Workshop(programme=programme, **_values(plan))
    return create(
        workshop,
        actor=actor,
        at=at,
        intent=intent,
        note=Note(details={"challenges": [each.number for each in plan.challenges]}),
        after=lambda row: _put_in_order(row, plan.challenges),
    )


def edit_workshop(
    *,
    workshop: Workshop,
    plan: WorkshopPlan,
    actor: Actor,
    at: datetime,
    intent: str = "",
    version: int | None = None,
) -> Workshop:
    """Change the plan, until the room opens. Raises :class:`CannotPlanWorkshop` naming the field.

    Who registered is told when time, place or link change; who waits moves up when there are more places.
    """
    _check(workshop.programme, plan)
    before: dict[str, object] = {}

    def write(row: Workshop) -> None:
        before.update({name: getattr(row, name) for name in MATTERS})
        for name, value in _values(plan).items():
            setattr(row, name, value)
        row.candidates.all().delete()
        _put_in_order(row, plan.challenges)

    note = Note(details={"challenges": [each.number for each in plan.challenges]})
    with transaction.atomic():
        changed = perform(workshop, "edit", actor=actor, at=at, write=write, note=note, intent=intent, version=version)
        if any(getattr(changed, name) != value for name, value in before.items()):
            mail_all(changed, "changed", at)
        fill_places(changed, at)
        return changed


def _values(plan: WorkshopPlan) -> dict[str, object]:
    lines = [each.as_stored() for each in plan.agenda_lines]
    return {**{name: getattr(plan, name) for name in _FIELDS}, "agenda_lines": lines}


def _put_in_order(workshop: Workshop, challenges: Sequence[Challenge]) -> None:
    WorkshopChallenge.objects.bulk_create(
        WorkshopChallenge(programme_id=workshop.programme_id, workshop=workshop, challenge=challenge, position=place)
        for place, challenge in enumerate(challenges)
    )


def _check(programme: Programme, plan: WorkshopPlan) -> None:
    if not plan.title.strip():
        raise CannotPlanWorkshop(_("A workshop needs a title."), code="title_missing", field="title")
    if plan.ends_at <= plan.starts_at:
        raise CannotPlanWorkshop(_("It ends before it begins."), code="ends_before_start", field="ends_at")
    if plan.mode in ("online", "hybrid") and plan.link and not plan.link.startswith(("https://", "http://")):
        raise CannotPlanWorkshop(_("The link must begin with https://."), code="no_link", field="link")
    if len(plan.agenda) > MOST_AGENDA:
        raise CannotPlanWorkshop(
            _("At most %(most)d characters are kept.") % {"most": MOST_AGENDA}, code="too_long", field="agenda"
        )
    if plan.admission not in Admission.values:
        raise CannotPlanWorkshop(_("Choose who registers."), code="unknown_admission", field="admission")
    if plan.capacity is not None and not 1 <= plan.capacity <= MOST_PARTICIPANTS:
        raise CannotPlanWorkshop(
            _("A room holds from 1 to %(most)d people.") % {"most": MOST_PARTICIPANTS},
            code="impossible_capacity",
            field="capacity",
        )
    if len(plan.challenges) > MOST_CANDIDATES or len({each.pk for each in plan.challenges}) < len(plan.challenges):
        raise CannotPlanWorkshop(
            _("Choose each challenge once, and at most %(most)d of them.") % {"most": MOST_CANDIDATES},
            code="challenges_doubled",
            field="challenges",
        )
    if any(each.programme_id != programme.pk for each in plan.challenges):
        raise CannotPlanWorkshop(
            _("One of the challenges belongs to another programme."), code="foreign_challenge", field="challenges"
        )
