"""Ask somebody for a meeting, answer, and take it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, create, perform
from securit.kernel.refusals import Refusal
from securit.stages.matchmaking.brokerage_models import Priority
from securit.stages.matchmaking.checking import address_fault
from securit.stages.matchmaking.event_letters import mail_registration
from securit.stages.matchmaking.models import Brokerage, Event, MeetingRequest, Registration

MOST_MESSAGE = 500


class CannotRequestMeeting(Refusal):
    """Requests are not open, this pair is asked for already, or the limit is reached."""

    status = 409


def request_meeting(
    *,
    brokerage: Brokerage,
    asker: Registration,
    asked: Registration,
    priority: int,
    message: str,
    actor: Actor,
    at: datetime,
    intent: str = "",
) -> MeetingRequest:
    """The request; where the other side has asked already, that request, accepted.

    Who is asked hears of it by mail, once a day at most. Raises :class:`CannotRequestMeeting`.
    """
    if len(message.strip()) > MOST_MESSAGE:
        raise CannotRequestMeeting(
            _("At most %(most)d characters.") % {"most": MOST_MESSAGE}, code="too_long", field="message", status=422
        )
    if fault := address_fault(message):
        raise CannotRequestMeeting(fault, code="address_in_text", field="message", status=422)
    if priority not in Priority.values:
        raise CannotRequestMeeting(_("Choose how much you want it."), code="priority", field="priority", status=422)
    with transaction.atomic():
        Event.objects.in_programme(brokerage.programme).select_for_update().get(pk=brokerage.event_id)
        brokerage.refresh_from_db()
        _require_open(brokerage)
        _require_both(brokerage, asker, asked)
        if theirs := _between(brokerage, asked, asker):
            return perform(theirs, "accept", actor=actor, at=at) if theirs.state != "accepted" else theirs
        request = MeetingRequest(
            programme=brokerage.programme,
            brokerage=brokerage,
            asker=asker,
            asked=asked,
            priority=priority,
            message=message.strip(),
            asked_at=at,
        )
        made = create(
            request,
            actor=actor,
            at=at,
            intent=intent,
            guards=[_not_asked_already, _within_limit],
            note=Note(details={"asked": asked.ref, "priority": priority}, personal={"message": message.strip()}),
        )
        if not made.repeated:
            mail_registration(asked, "requested", at=at, key=f"event:requested:{asked.ref}:{at.date().isoformat()}")
    return made


def accept_request(*, request: MeetingRequest, actor: Actor, at: datetime, intent: str = "") -> MeetingRequest:
    """The meeting counts. Raises :class:`CannotRequestMeeting` once requests are closed."""
    return _answered(request, "accept", actor, at, intent)


def decline_request(*, request: MeetingRequest, actor: Actor, at: datetime, intent: str = "") -> MeetingRequest:
    """No meeting; who asked sees it on the page. Raises :class:`CannotRequestMeeting` once requests are closed."""
    return _answered(request, "decline", actor, at, intent)


def withdraw_request(*, request: MeetingRequest, actor: Actor, at: datetime, intent: str = "") -> MeetingRequest:
    """Not any more. Raises :class:`CannotRequestMeeting` once requests are closed."""
    return _answered(request, "withdraw", actor, at, intent)


def _answered(request: MeetingRequest, verb: str, actor: Actor, at: datetime, intent: str) -> MeetingRequest:
    def is_open(row: MeetingRequest) -> None:
        _require_open(Brokerage.objects.filter(pk=row.brokerage_id).get())

    return perform(request, verb, actor=actor, at=at, guards=[is_open], intent=intent)


def _between(brokerage: Brokerage, asker: Registration, asked: Registration) -> MeetingRequest | None:
    rows = MeetingRequest.objects.in_programme(brokerage.programme).filter(asker=asker, asked=asked)
    return rows.exclude(state="withdrawn").select_related("asker", "asked", "brokerage__event").first()


def _require_open(brokerage: Brokerage) -> None:
    if brokerage.state != "requesting":
        raise CannotRequestMeeting(
            _("Requests are closed."),
            code="requests_closed",
            remedy=_("The host can open them again until the timetable is published."),
        )


def _require_both(brokerage: Brokerage, asker: Registration, asked: Registration) -> None:
    if asker.pk == asked.pk:
        raise CannotRequestMeeting(_("You cannot meet yourself."), code="oneself", field="asked", status=422)
    for registration in (asker, asked):
        if registration.event_id != brokerage.event_id or registration.state not in ("registered", "attended"):
            raise CannotRequestMeeting(
                _("One of the two has no confirmed place."), code="not_registered", field="asked", status=422
            )
        if not registration.takes_meetings:
            raise CannotRequestMeeting(
                _("One of the two takes no meetings."),
                code="no_meetings",
                remedy=_("You can change that in your registration."),
                field="asked",
                status=422,
            )


def _not_asked_already(request: MeetingRequest) -> None:
    known = _between(request.brokerage, request.asker, request.asked)
    if known is not None:
        raise CannotRequestMeeting(_("You have asked already."), code="asked_already", field="asked")


def _within_limit(request: MeetingRequest) -> None:
    most = request.brokerage.most_requests
    rows = MeetingRequest.objects.in_programme(request.programme).filter(asker=request.asker)
    if rows.exclude(state__in=["withdrawn", "declined"]).count() >= most:
        raise CannotRequestMeeting(
            _("You can ask for at most %(most)d meetings.") % {"most": most},
            code="too_many",
            remedy=_("Withdraw one that matters less."),
        )
