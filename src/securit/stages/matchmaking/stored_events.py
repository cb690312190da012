"""What events and brokerage days keep about a person."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.programmes.public import Programme
from securit.stages.matchmaking.brokerage_selectors import PAIR, REQUEST
from securit.stages.matchmaking.kept import Kept, Record, moment, record, with_programme
from securit.stages.matchmaking.models import FollowUp, Meeting, MeetingRequest, OutcomeNote, Registration


def kept_by_events(programme: Programme, actor: Actor) -> list[Kept]:
    """Registrations, requests, meetings, what was said afterwards and what it led to. Five queries."""
    user = actor.user_id or 0
    came = Registration.objects.in_programme(programme).filter(user_id=user).select_related("event", "organisation")
    own = Q(asker__user_id=user) | Q(asked__user_id=user)
    requests = MeetingRequest.objects.in_programme(programme).filter(own).select_related("brokerage__event", *PAIR)
    met = Q(request__asker__user_id=user) | Q(request__asked__user_id=user)
    meetings = Meeting.objects.in_programme(programme).filter(met)
    mine = {"programme": programme, "registration__user_id": user}
    notes = OutcomeNote.objects.filter(**mine).select_related("meeting__brokerage__event").order_by("id")
    steps = FollowUp.objects.filter(**mine).select_related("meeting__brokerage__event").order_by("id")
    return [
        Kept(
            _("Events you registered for"),
            _("To run the event: who comes, for whom, what they offer and seek, when they can meet."),
            _("As long as the programme keeps its records; what you withdraw is shown to nobody but you."),
            tuple(_registration(row) for row in came.order_by("event__starts_at", "id")),
        ),
        Kept(
            _("Meetings asked for, by you or with you"),
            _("To make the timetable. The two of you read the words; hosts read who asked whom."),
            with_programme(),
            tuple(_request(row, user) for row in requests.order_by("asked_at", "id")),
        ),
        Kept(
            _("Your meetings"),
            _(
                "For your agenda, and so that nobody judges an application of somebody they met unasked: that two met, "
                "and when, is looked at when one of them, or one from their organisation, evaluates the other."
            ),
            with_programme(),
            tuple(
                _meeting(row, user)
                for row in meetings.select_related("slot", "table", "brokerage__event", *REQUEST).order_by("id")
            ),
        ),
        Kept(
            _("What you noted after meetings"),
            _("For yourself. Nobody else reads the words; hosts read how many want to go on."),
            with_programme(),
            tuple(_note(row) for row in notes),
        ),
        Kept(
            _("What you did next on the platform"),
            _("To count what meetings bring. The numbers name nobody."),
            with_programme(),
            tuple(_step(row) for row in steps),
        ),
        Kept(
            _("The private address of your agenda"),
            _("So that your own calendar can read it. It is made from a key each time and not stored."),
            _("It opens while you are registered."),
            (),
        ),
    ]


def _registration(row: Registration) -> Record:
    return record(
        (_("Event"), row.event.title),
        (_("State"), row.state_label),
        (_("For"), row.organisation.legal_name if row.organisation else ""),
        (_("Asked"), moment(row.asked_at)),
        (_("How"), _("online") if row.online else ""),
        (_("Offers"), row.offers),
        (_("Seeks"), row.seeks),
        (_("Rounds you cannot"), ", ".join(str(number) for number in row.absent)),
        (_("Checked in"), moment(row.checked_in_at)),
    )


def _request(row: MeetingRequest, user: int) -> Record:
    by_me = row.asker.user_id == user
    return record(
        (_("Event"), row.brokerage.event.title),
        (_("You asked") if by_me else _("Asked you"), (row.asked if by_me else row.asker).who),
        (_("How much"), row.get_priority_display() if by_me else ""),
        (_("Words"), row.message),
        (_("State"), row.state_label),
        (_("When"), moment(row.asked_at)),
    )


def _meeting(row: Meeting, user: int) -> Record:
    request = row.request
    return record(
        (_("Event"), row.brokerage.event.title),
        (_("With"), (request.asked if request.asker.user_id == user else request.asker).who),
        (_("When"), moment(row.slot.starts_at)),
        (_("Where"), row.table.label),
        (_("State"), row.state_label),
    )


def _note(row: OutcomeNote) -> Record:
    return record(
        (_("Event"), row.meeting.brokerage.event.title),
        (_("Going on"), row.get_interest_display()),
        (_("Next step"), row.get_next_step_display()),
        (_("Text"), row.text),
        (_("When"), moment(row.noted_at)),
    )


def _step(row: FollowUp) -> Record:
    kinds = {"introduction_id": _("an introduction"), "member_id": _("an invitation into a team")}
    kind = next((label for name, label in kinds.items() if getattr(row, name)), _("a vacancy"))
    return record(
        (_("After a meeting at"), row.meeting.brokerage.event.title), (_("What"), kind), (_("When"), moment(row.at))
    )
