"""Who may do what at events and on brokerage days."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from securit.kernel.policy import SIGNED_IN, SYSTEM_ONLY, Action, Condition, Policy, related, role


@dataclass(frozen=True, slots=True)
class EventFacts:
    """An event, or the brokerage day it holds: its programme and state."""

    programme_id: int | None
    state: str


@dataclass(frozen=True, slots=True)
class RegistrationFacts:
    """A registration: its programme and state, and whose it is."""

    programme_id: int | None
    state: str
    user_id: int | None


@dataclass(frozen=True, slots=True)
class PairFacts:
    """A request or a meeting: its programme and state, and the two people."""

    programme_id: int | None
    state: str
    asker_id: int | None
    asked_id: int | None


PUBLIC_EVENTS = ("announced", "held", "cancelled")
TAKING_PART = ("registered", "attended", "missed")
HOSTS = role("programme_manager", "call_manager", "partner_staff")
READERS = role(
    "programme_manager", "call_manager", "partner_staff", "case_handler", "observer", "auditor", "panel_chair"
)
EVERYONE_ONCE_ANNOUNCED = related(
    "announced", _("anyone, once it is announced"), lambda actor, facts: facts.state in PUBLIC_EVENTS
)
OWN = related(
    "own",
    _("the person who registers"),
    lambda actor, facts: actor.user_id is not None and actor.user_id == facts.user_id,
)
ASKER = related(
    "asker",
    _("the person who asks"),
    lambda actor, facts: actor.user_id is not None and actor.user_id == facts.asker_id,
)
ASKED = related(
    "asked",
    _("the person who is asked"),
    lambda actor, facts: actor.user_id is not None and actor.user_id == facts.asked_id,
)
REGISTERED = Condition(
    "not_registered",
    lambda actor, facts: facts.state in TAKING_PART,
    _("This is for people whose registration is confirmed."),
    _("You get a mail once it is."),
)
ANNOUNCED = Condition(
    "not_announced",
    lambda actor, facts: facts.state == "announced",
    _("Nobody can register for this event now."),
    _("See the other events."),
)
_HOSTED = (HOSTS, SYSTEM_ONLY)

EVENT_POLICY = Policy(
    "events",
    [
        Action("event.create", _("Plan an event"), _HOSTED),
        Action("event.list", _("Manage events"), (READERS, SYSTEM_ONLY)),
        Action("event.view", _("Read about the event"), (EVERYONE_ONCE_ANNOUNCED, READERS, SYSTEM_ONLY)),
        Action("event.register", _("Register for the event"), (SIGNED_IN,), (ANNOUNCED,)),
        Action("event.oversee", _("Read who takes part"), (READERS, SYSTEM_ONLY)),
        Action("event.host", _("Host the event"), _HOSTED),
        Action("event.edit", _("Edit the event"), _HOSTED),
        Action("event.attach", _("Add material"), _HOSTED),
        Action("event.detach", _("Remove material"), _HOSTED),
        Action("event.announce", _("Announce"), _HOSTED),
        Action("event.hold", _("Say that it was held"), _HOSTED),
        Action("event.reopen", _("It is not over yet"), _HOSTED),
        Action("event.cancel", _("Cancel the event"), _HOSTED),
        Action("event_registration.create", _("Register"), (OWN, SYSTEM_ONLY)),
        Action("event_registration.view", _("Read a registration"), (OWN, READERS, SYSTEM_ONLY)),
        Action("event_registration.take_part", _("Take part"), (OWN,), (REGISTERED,)),
        Action("event_registration.edit", _("Change the registration"), (OWN, HOSTS, SYSTEM_ONLY)),
        Action("event_registration.withdraw", _("Withdraw"), (OWN, HOSTS, SYSTEM_ONLY)),
        Action("event_registration.accept", _("Accept a registration"), _HOSTED),
        Action("event_registration.queue", _("Put on the waiting list"), _HOSTED),
        Action("event_registration.decline", _("Decline a registration"), _HOSTED),
        Action("event_registration.check_in", _("Check somebody in"), _HOSTED),
        Action("event_registration.miss", _("Say that somebody did not come"), _HOSTED),
        Action("event_registration.restore", _("Take a check-in back"), _HOSTED),
        Action("brokerage.create", _("Begin a brokerage day"), _HOSTED),
        Action("brokerage.arrange", _("Arrange sessions and tables"), _HOSTED),
        Action("brokerage.open_requests", _("Open the requests"), _HOSTED),
        Action("brokerage.close_requests", _("Close the requests"), _HOSTED),
        Action("brokerage.propose", _("Compute the timetable"), _HOSTED),
        Action("brokerage.publish", _("Publish the timetable"), (HOSTS,)),
        Action("brokerage.disturb", _("Say what has changed"), _HOSTED),
        Action("brokerage.replan", _("Publish the changes"), (HOSTS,)),
        Action("brokerage.finish", _("Close the day"), _HOSTED),
        Action("meeting_request.create", _("Ask for a meeting"), (ASKER,)),
        Action("meeting_request.view", _("Read a request"), (ASKER, ASKED, SYSTEM_ONLY)),
        Action("meeting_request.accept", _("Accept the meeting"), (ASKED,)),
        Action("meeting_request.decline", _("Decline the meeting"), (ASKED,)),
        Action("meeting_request.withdraw", _("Withdraw the request"), (ASKER,)),
        Action("meeting.create", _("Plan a meeting"), _HOSTED),
        Action("meeting.view", _("Read a meeting"), (ASKER, ASKED, READERS, SYSTEM_ONLY)),
        Action("meeting.move", _("Move the meeting"), _HOSTED),
        Action("meeting.drop", _("Drop the meeting"), _HOSTED),
        Action("meeting.reinstate", _("Plan the meeting again"), _HOSTED),
        Action("meeting.note", _("Note the outcome"), (ASKER, ASKED)),
        Action("meeting.hold", _("It was held"), _HOSTED),
        Action("meeting.miss", _("It did not take place"), _HOSTED),
    ],
)
