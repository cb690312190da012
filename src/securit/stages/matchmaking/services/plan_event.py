"""Plan an event, and change the plan until it is held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, create, perform
from securit.kernel.refusals import Refusal
from securit.programmes.public import Partner, Programme
from securit.stages.matchmaking.event_letters import mail_everybody
from securit.stages.matchmaking.event_selectors import places_of
from securit.stages.matchmaking.models import Brokerage, Event
from securit.stages.matchmaking.services.fill_places import fill_places

MOST_DESCRIPTION = 20_000
MOST_PEOPLE = 5_000
_FIELDS = (
    *("event_kind", "title", "summary", "description", "starts_at", "ends_at", "time_zone", "mode", "place", "link"),
    *("capacity", "needs_approval", "registration_until", "host", "synthetic", "source"),
)
_TOLD = ("starts_at", "ends_at", "mode", "place")
"""What people who are registered hear about when it changes."""


class CannotPlanEvent(Refusal):
    """Times, place or numbers do not fit; the field says which."""


@dataclass(frozen=True, slots=True)
class EventPlan:
    """What is planned. Without ``registration_until`` people register until it begins."""

    event_kind: str
    title: str
    starts_at: datetime
    ends_at: datetime
    mode: str
    time_zone: str
    summary: str = ""
    description: str = ""
    place: str = ""
    link: str = ""
    capacity: int | None = None
    needs_approval: bool = False
    registration_until: datetime | None = None
    host: Partner | None = None
    synthetic: bool = False
    source: str = ""


def plan_event(*, programme: Programme, plan: EventPlan, actor: Actor, at: datetime, intent: str = "") -> Event:
    """A new event, not announced yet; a brokerage day comes with its arrangement. Raises :class:`CannotPlanEvent`."""
    _check(programme, plan)
    event = Event(programme=programme, **_values(plan))
    with transaction.atomic():
        made = create(event, actor=actor, at=at, intent=intent, note=Note(details={"kind": plan.event_kind}))
        if not made.repeated:
            _begin_brokerage(made, actor, at)
    return made


def edit_event(
    *, event: Event, plan: EventPlan, actor: Actor, at: datetime, intent: str = "", version: int | None = None
) -> Event:
    """Change the plan. Whoever is registered hears of another time or place; a greater capacity takes in who waits.

    Raises :class:`CannotPlanEvent` naming the field.
    """
    _check(event.programme, plan)
    told: list[str] = []

    def fits(row: Event) -> None:
        if row.is_brokerage and plan.event_kind != row.event_kind:
            raise CannotPlanEvent(
                _("A brokerage day stays one: its meetings hang on it."), code="kind_stays", field="event_kind"
            )
        taken = places_of(row).taken
        if plan.capacity is not None and plan.capacity < taken:
            raise CannotPlanEvent(
                _("%(count)d people have a place already.") % {"count": taken},
                code="capacity_too_small",
                field="capacity",
            )

    def write(row: Event) -> None:
        values = _values(plan)
        told.extend(name for name in _TOLD if getattr(row, name) != values[name])
        for name, value in values.items():
            setattr(row, name, value)

    with transaction.atomic():
        edited = perform(
            event,
            "edit",
            actor=actor,
            at=at,
            guards=[fits],
            write=write,
            note=lambda row: Note(details={"changed": sorted(told)}),
            intent=intent,
            version=version,
        )
        if edited.repeated:
            return edited
        _begin_brokerage(edited, actor, at)
        if edited.state == "announced":
            fill_places(event=edited, actor=actor, at=at)
            if told:
                mail_everybody(edited, "changed", at=at)
    return edited


def _begin_brokerage(event: Event, actor: Actor, at: datetime) -> None:
    if event.is_brokerage and not Brokerage.objects.filter(event=event).exists():
        create(Brokerage(programme=event.programme, event=event), actor=actor, at=at)


def _values(plan: EventPlan) -> dict[str, object]:
    values = {name: getattr(plan, name) for name in _FIELDS}
    return {**values, "registration_until": plan.registration_until or plan.starts_at}


def _check(programme: Programme, plan: EventPlan) -> None:
    if not plan.title.strip():
        raise CannotPlanEvent(_("An event needs a title."), code="title_missing", field="title")
    if plan.ends_at <= plan.starts_at:
        raise CannotPlanEvent(_("It ends before it begins."), code="ends_before_start", field="ends_at")
    if plan.registration_until is not None and plan.registration_until > plan.ends_at:
        raise CannotPlanEvent(
            _("People cannot register after the event."), code="registration_late", field="registration_until"
        )
    if plan.mode != "online" and not plan.place.strip():
        raise CannotPlanEvent(_("Say where people meet on site."), code="place_missing", field="place")
    if plan.link and not plan.link.startswith(("https://", "http://")):
        raise CannotPlanEvent(_("The link must begin with https://."), code="no_link", field="link")
    if plan.capacity is not None and not 0 < plan.capacity <= MOST_PEOPLE:
        raise CannotPlanEvent(
            _("Between 1 and %(most)d people, or nothing for as many as come.") % {"most": MOST_PEOPLE},
            code="capacity",
            field="capacity",
        )
    if len(plan.description) > MOST_DESCRIPTION:
        raise CannotPlanEvent(
            _("At most %(most)d characters are kept.") % {"most": MOST_DESCRIPTION},
            code="too_long",
            field="description",
        )
    if plan.host is not None and plan.host.programme_id != programme.pk:
        raise CannotPlanEvent(_("This partner is in another programme."), code="foreign_host", field="host")
    try:
        ZoneInfo(plan.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise CannotPlanEvent(_("There is no such time zone."), code="time_zone", field="time_zone") from None
