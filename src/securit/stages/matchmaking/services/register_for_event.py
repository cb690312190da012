"""Register for an event, change what one said, and withdraw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import SYSTEM, Actor
from securit.kernel.perform import create, perform
from securit.kernel.refusals import Refusal
from securit.people.public import Organisation, User
from securit.stages.matchmaking.checking import address_fault
from securit.stages.matchmaking.event_letters import mail_registration
from securit.stages.matchmaking.event_selectors import places_of
from securit.stages.matchmaking.models import Event, Registration, Slot
from securit.stages.matchmaking.services.fill_places import fill_places

MOST_WORDS = 300


class CannotRegister(Refusal):
    """Registration is not open, the person is registered already, or what was said does not fit."""

    status = 409


@dataclass(frozen=True, slots=True)
class Coming:
    """How somebody comes: for whom, online or on site; on a brokerage day, what they offer and seek."""

    organisation: Organisation | None = None
    online: bool = False
    takes_meetings: bool = False
    offers: str = ""
    seeks: str = ""


def register_for_event(
    *, event: Event, user: User, coming: Coming, actor: Actor, at: datetime, intent: str = ""
) -> Registration:
    """A confirmed place, one on the waiting list, or one that waits for approval; a mail says which.

    Raises :class:`CannotRegister`.
    """
    _check(event, user, coming)
    with transaction.atomic():
        locked = Event.objects.in_programme(event.programme).select_for_update().get(pk=event.pk)
        _require_open(locked, at)
        registration = Registration(
            programme=locked.programme, event=locked, user=user, asked_at=at, **_values(locked, coming)
        )
        made = create(registration, actor=actor, at=at, intent=intent, guards=[_only_once])
        if made.repeated:
            return made
        return _placed(made, locked, at)


def edit_registration(
    *, registration: Registration, coming: Coming, actor: Actor, at: datetime, intent: str = ""
) -> Registration:
    """Change how one comes, until the timetable is published. Raises :class:`CannotRegister`."""
    event = registration.event
    _check(event, registration.user, coming)
    _require_no_timetable(event)

    def write(row: Registration) -> None:
        for name, value in _values(event, coming).items():
            setattr(row, name, value)

    return perform(registration, "edit", actor=actor, at=at, write=write, intent=intent)


def set_availability(
    *, registration: Registration, absent: Sequence[int], actor: Actor, at: datetime, intent: str = ""
) -> Registration:
    """The rounds in which the person cannot meet anybody, until the timetable is published; afterwards a host does it.

    Raises :class:`CannotRegister`.
    """
    _require_no_timetable(registration.event)
    known = set(Slot.objects.filter(brokerage__event=registration.event).values_list("number", flat=True))
    if set(absent) - known:
        raise CannotRegister(_("There is no such round."), code="unknown_slot", field="absent", status=422)

    def write(row: Registration) -> None:
        row.absent = sorted(set(absent))

    return perform(registration, "edit", actor=actor, at=at, write=write, intent=intent)


def withdraw_registration(*, registration: Registration, actor: Actor, at: datetime, intent: str = "") -> Registration:
    """The place is free again, for who waits first. Raises :class:`CannotRegister` once the timetable is published."""
    brokerage = getattr(registration.event, "brokerage", None)
    if brokerage is not None and brokerage.state in ("published", "finished"):
        raise CannotRegister(
            _("The timetable is published and others count on you."),
            code="timetable_published",
            remedy=_("Tell the host that you cannot come; the timetable is then made anew without you."),
        )
    with transaction.atomic():
        Event.objects.in_programme(registration.programme).select_for_update().get(pk=registration.event_id)
        withdrawn = perform(registration, "withdraw", actor=actor, at=at, intent=intent)
        if not withdrawn.repeated:
            fill_places(event=withdrawn.event, actor=actor, at=at)
    return withdrawn


def _placed(registration: Registration, event: Event, at: datetime) -> Registration:
    if event.needs_approval:
        mail_registration(registration, "asked", at=at)
        return registration
    is_full = places_of(event).is_full
    placed = perform(registration, "queue" if is_full else "accept", actor=SYSTEM, at=at)
    mail_registration(placed, "waiting" if is_full else "registered", at=at)
    return placed


def _only_once(registration: Registration) -> None:
    known = Registration.objects.filter(event=registration.event, user=registration.user).exclude(state="withdrawn")
    if known.exists():
        raise CannotRegister(
            _("You have registered already."), code="registered_already", remedy=_("See the page of the event.")
        )


def _require_open(event: Event, at: datetime) -> None:
    if event.state != "announced":
        raise CannotRegister(_("Nobody can register for this event now."), code="not_announced")
    if at >= event.registration_until:
        raise CannotRegister(_("Registration is closed."), code="registration_closed", remedy=_("Write to the host."))


def _require_no_timetable(event: Event) -> None:
    brokerage = getattr(event, "brokerage", None)
    if brokerage is not None and brokerage.state in ("published", "finished"):
        raise CannotRegister(
            _("The timetable is published."),
            code="timetable_published",
            remedy=_("Tell the host, who can have it made anew."),
        )


def _values(event: Event, coming: Coming) -> dict[str, object]:
    online = event.mode == "online" or (event.mode == "hybrid" and coming.online)
    return {
        "organisation": coming.organisation,
        "online": online,
        "takes_meetings": event.is_brokerage and coming.takes_meetings,
        "offers": coming.offers.strip(),
        "seeks": coming.seeks.strip(),
    }


def _check(event: Event, user: User, coming: Coming) -> None:
    for name in ("offers", "seeks"):
        said = getattr(coming, name).strip()
        if len(said) > MOST_WORDS:
            raise CannotRegister(
                _("At most %(most)d characters.") % {"most": MOST_WORDS}, code="too_long", field=name, status=422
            )
        if fault := address_fault(said):
            raise CannotRegister(fault, code="address_in_text", field=name, status=422)
    if coming.takes_meetings and event.is_brokerage and not (coming.offers.strip() or coming.seeks.strip()):
        raise CannotRegister(
            _("Say what you offer or what you seek, so that others know whether to ask for a meeting."),
            code="nothing_said",
            field="offers",
            status=422,
        )
    organisation = coming.organisation
    if organisation is not None and not organisation.memberships.filter(user=user, state="active").exists():
        raise CannotRegister(
            _("You do not belong to this organisation here."), code="not_a_member", field="organisation", status=422
        )
