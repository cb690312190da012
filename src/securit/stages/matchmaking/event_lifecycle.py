"""The states of events, registrations, and of what belongs to a brokerage day."""

from django.utils.translation import gettext_lazy as _

from securit.kernel.lifecycle import Lifecycle, State, Transition

EVENT = Lifecycle(
    "event",
    [
        State("planned", _("planned")),
        State("announced", _("announced"), tone="info"),
        State("held", _("held"), tone="success"),
        State("cancelled", _("cancelled"), tone="danger", final=True),
    ],
    [
        Transition("edit", ("planned", "announced"), "", _("Edit the event")),
        Transition("attach", ("planned", "announced", "held"), "", _("Add material")),
        Transition("detach", ("planned", "announced", "held"), "", _("Remove material")),
        Transition("announce", ("planned",), "announced", _("Announce"), event="announced"),
        Transition("hold", ("announced",), "held", _("Say that it was held"), event="held"),
        Transition("reopen", ("held",), "announced", _("It is not over yet")),
        Transition("cancel", ("planned", "announced"), "cancelled", _("Cancel the event"), event="cancelled"),
    ],
)

REGISTRATION = Lifecycle(
    "event_registration",
    [
        State("asked", _("waits for approval"), tone="info"),
        State("waiting", _("on the waiting list"), tone="warning"),
        State("registered", _("registered"), tone="progress"),
        State("attended", _("was there"), tone="success"),
        State("missed", _("did not come"), tone="danger"),
        State("withdrawn", _("withdrawn"), final=True),
        State("declined", _("declined"), final=True),
    ],
    [
        Transition("accept", ("asked", "waiting"), "registered", _("Accept"), event="accepted"),
        Transition("queue", ("asked",), "waiting", _("Put on the waiting list")),
        Transition("decline", ("asked", "waiting"), "declined", _("Decline")),
        Transition("edit", ("asked", "waiting", "registered", "attended"), "", _("Change the registration")),
        Transition("withdraw", ("asked", "waiting", "registered"), "withdrawn", _("Withdraw")),
        Transition("check_in", ("registered", "missed"), "attended", _("Check in")),
        Transition("miss", ("registered",), "missed", _("Did not come")),
        Transition("restore", ("attended", "missed"), "registered", _("Take that back")),
    ],
)

BROKERAGE = Lifecycle(
    "brokerage",
    [
        State("arranged", _("being arranged")),
        State("requesting", _("requests are open"), tone="info"),
        State("settled", _("requests are closed"), tone="progress"),
        State("published", _("timetable published"), tone="success"),
        State("finished", _("over"), final=True),
    ],
    [
        Transition("arrange", ("arranged", "requesting", "settled"), "", _("Arrange sessions and tables")),
        Transition("open_requests", ("arranged", "settled"), "requesting", _("Open the requests")),
        Transition("close_requests", ("requesting",), "settled", _("Close the requests")),
        Transition("propose", ("settled", "published"), "", _("Compute the timetable")),
        Transition("publish", ("settled",), "published", _("Publish the timetable"), event="published"),
        Transition("disturb", ("published",), "", _("Say what has changed")),
        Transition("replan", ("published",), "", _("Publish the changes"), event="replanned"),
        Transition("finish", ("published",), "finished", _("Close the day"), event="finished"),
    ],
)

MEETING_REQUEST = Lifecycle(
    "meeting_request",
    [
        State("asked", _("asked"), tone="info"),
        State("accepted", _("accepted"), tone="success"),
        State("declined", _("declined")),
        State("withdrawn", _("withdrawn"), final=True),
    ],
    [
        Transition("accept", ("asked", "declined"), "accepted", _("Accept the meeting")),
        Transition("decline", ("asked", "accepted"), "declined", _("Decline the meeting")),
        Transition("withdraw", ("asked", "accepted"), "withdrawn", _("Withdraw the request")),
    ],
)

MEETING = Lifecycle(
    "meeting",
    [
        State("planned", _("planned"), tone="info"),
        State("held", _("held"), tone="success", final=True),
        State("missed", _("did not take place"), tone="danger", final=True),
        State("dropped", _("dropped"), tone="warning"),
    ],
    [
        Transition("move", ("planned",), "", _("Move the meeting")),
        Transition("drop", ("planned",), "dropped", _("Drop the meeting")),
        Transition("reinstate", ("dropped",), "planned", _("Plan the meeting again")),
        Transition("note", ("planned", "held", "missed"), "", _("Note the outcome")),
        Transition("hold", ("planned",), "held", _("It was held")),
        Transition("miss", ("planned",), "missed", _("It did not take place")),
    ],
)
