"""Who may do what with challenges, and in the workshops that they come from."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from securit.kernel.policy import ANYONE, SYSTEM_ONLY, Action, Condition, Policy, link, related, role


@dataclass(frozen=True, slots=True)
class ChallengeFacts:
    """Its programme and state."""

    programme_id: int | None
    state: str


@dataclass(frozen=True, slots=True)
class RoomFacts:
    """A workshop, or something inside it: ``ref`` is always the workshop's, ``state`` the subject's own."""

    programme_id: int | None
    state: str
    ref: str


@dataclass(frozen=True, slots=True)
class RegistrationFacts:
    """A registration: its own state and ref, its workshop's state, and whether anybody may register there."""

    programme_id: int | None
    state: str
    ref: str
    workshop_state: str
    is_for_all: bool


@dataclass(frozen=True, slots=True)
class MaterialFacts:
    """Something handed out at a workshop: its own state, and the workshop's."""

    programme_id: int | None
    state: str
    workshop_state: str


PUBLIC_STATES = ("published", "retired")
PUBLIC_WORKSHOPS = ("announced", "open", "closed", "minuted")
WRITERS = role("programme_manager", "call_manager", "partner_staff")
DECIDERS = role("programme_manager", "call_manager")
EVERYONE_ONCE_PUBLIC = related(
    "public", _("anyone, once it is published"), lambda actor, facts: facts.state in PUBLIC_STATES
)
EVERYONE_ONCE_ANNOUNCED = related(
    "announced", _("anyone, once it is announced"), lambda actor, facts: facts.state in PUBLIC_WORKSHOPS
)
READERS = role(
    "programme_manager", "call_manager", "partner_staff", "case_handler", "observer", "auditor", "panel_chair"
)
IN_THE_ROOM = link("room", _("those who are in the room"))
ROOM_IS_OPEN = Condition(
    "room_closed", lambda actor, facts: facts.state == "open", _("The room is not open."), _("Ask the host.")
)
#: In these a workshop has not taken place yet.
COMING = ("planned", "announced", "open")
ANYONE_WHILE_ANNOUNCED = related(
    "registering",
    _("anyone, while the workshop is announced and open to all"),
    lambda actor, facts: facts.is_for_all and facts.workshop_state == "announced",
)
REGISTRANT = link("registration", _("the person registered"))
IS_COMING = Condition(
    "workshop_over",
    lambda actor, facts: facts.workshop_state in COMING,
    _("The workshop has taken place, or does not take place."),
)
EVERYONE_WITH_THE_WORKSHOP = related(
    "handed_out",
    _("anyone, once the workshop is announced"),
    lambda actor, facts: facts.state == "shown" and facts.workshop_state in PUBLIC_WORKSHOPS,
)

POLICY = Policy(
    "challenges",
    [
        Action("challenge.create", _("Draft a challenge"), (WRITERS, SYSTEM_ONLY)),
        Action("challenge.view", _("Read the challenge"), (EVERYONE_ONCE_PUBLIC, READERS, SYSTEM_ONLY)),
        Action("challenge.edit", _("Edit the challenge"), (WRITERS, SYSTEM_ONLY)),
        Action("challenge.assess", _("Fill in the ethics sheet"), (WRITERS, SYSTEM_ONLY)),
        Action("challenge.trace", _("Say which needs it comes from"), (WRITERS, SYSTEM_ONLY)),
        Action("challenge.propose", _("Propose for validation"), (WRITERS, SYSTEM_ONLY)),
        Action("challenge.validate", _("Validate"), (DECIDERS, SYSTEM_ONLY)),
        Action("challenge.publish", _("Publish"), (DECIDERS, SYSTEM_ONLY)),
        Action("challenge.retire", _("Retire"), (DECIDERS, SYSTEM_ONLY)),
        Action("workshop.create", _("Plan a workshop"), (WRITERS, SYSTEM_ONLY)),
        Action("workshop.list", _("Manage workshops"), (READERS, SYSTEM_ONLY)),
        Action("workshop.view", _("Read about the workshop"), (EVERYONE_ONCE_ANNOUNCED, READERS, SYSTEM_ONLY)),
        Action("workshop.oversee", _("Read the results and the minutes"), (READERS, SYSTEM_ONLY)),
        Action("workshop.host", _("Host the workshop"), (WRITERS, SYSTEM_ONLY)),
        Action("workshop.edit", _("Edit the workshop"), (WRITERS, SYSTEM_ONLY)),
        Action("workshop.announce", _("Announce"), (WRITERS, SYSTEM_ONLY)),
        Action("workshop.open", _("Open the room"), (WRITERS, SYSTEM_ONLY)),
        Action("workshop.close", _("Close the room"), (WRITERS, SYSTEM_ONLY)),
        Action("workshop.write_minutes", _("Write the minutes"), (WRITERS, SYSTEM_ONLY)),
        Action("workshop.minute", _("Adopt the minutes"), (WRITERS, SYSTEM_ONLY)),
        Action("workshop.rework", _("Take the minutes back"), (WRITERS, SYSTEM_ONLY)),
        Action("workshop.cancel", _("Cancel the workshop"), (WRITERS, SYSTEM_ONLY)),
        Action("workshop.join", _("Join the room"), (ANYONE,), (ROOM_IS_OPEN,)),
        Action("vote.create", _("Prepare a vote"), (WRITERS, SYSTEM_ONLY)),
        Action("vote.open", _("Open the vote"), (WRITERS, SYSTEM_ONLY)),
        Action("vote.close", _("Close the vote"), (WRITERS, SYSTEM_ONLY)),
        Action("vote.reveal", _("Show the result to the room"), (WRITERS, SYSTEM_ONLY)),
        Action("vote.drop", _("Drop the vote"), (WRITERS, SYSTEM_ONLY)),
        Action("vote.cast", _("Vote"), (IN_THE_ROOM,)),
        Action("comment.create", _("Comment"), (IN_THE_ROOM,)),
        Action("comment.show", _("Show a comment"), (WRITERS, SYSTEM_ONLY)),
        Action("comment.hide", _("Hide a comment"), (WRITERS, SYSTEM_ONLY)),
        Action("workshop.invite", _("Invite, and see who registered"), (WRITERS, SYSTEM_ONLY)),
        Action("registration.create", _("Register"), (ANYONE_WHILE_ANNOUNCED, WRITERS, SYSTEM_ONLY), (IS_COMING,)),
        Action("registration.view", _("See a registration"), (REGISTRANT, WRITERS, SYSTEM_ONLY)),
        Action("registration.confirm", _("Confirm a registration"), (REGISTRANT, SYSTEM_ONLY), (IS_COMING,)),
        Action("registration.wait", _("Join the waiting list"), (REGISTRANT, SYSTEM_ONLY), (IS_COMING,)),
        Action("registration.edit", _("Change a registration"), (REGISTRANT, SYSTEM_ONLY), (IS_COMING,)),
        Action("registration.move_up", _("Move up from the waiting list"), (SYSTEM_ONLY,), (IS_COMING,)),
        Action("registration.withdraw", _("Withdraw a registration"), (REGISTRANT, WRITERS, SYSTEM_ONLY)),
        Action("material.create", _("Hand out material"), (WRITERS, SYSTEM_ONLY)),
        Action("material.view", _("Read material"), (EVERYONE_WITH_THE_WORKSHOP, READERS, SYSTEM_ONLY)),
        Action("material.remove", _("Remove material"), (WRITERS, SYSTEM_ONLY)),
    ],
)
