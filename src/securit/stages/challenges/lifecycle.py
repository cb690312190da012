"""The states of a challenge, and of the workshops that challenges come from with all that belongs to them."""

from django.utils.translation import gettext_lazy as _

from securit.kernel.lifecycle import Lifecycle, State, Transition

CHALLENGE = Lifecycle(
    "challenge",
    [
        State("drafted", _("in elaboration")),
        State("proposed", _("proposed"), tone="info"),
        State("validated", _("validated"), tone="progress"),
        State("published", _("published"), tone="success"),
        State("retired", _("retired"), final=True),
    ],
    [
        Transition("edit", ("drafted", "proposed"), "", _("Edit the challenge")),
        Transition("assess", ("drafted", "proposed"), "", _("Fill in the ethics sheet")),
        Transition("trace", ("drafted", "proposed", "validated", "published"), "", _("Say which needs it comes from")),
        Transition("propose", ("drafted",), "proposed", _("Propose for validation"), event="proposed"),
        Transition("validate", ("proposed",), "validated", _("Validate"), event="validated"),
        Transition("publish", ("validated",), "published", _("Publish"), event="published"),
        Transition("retire", ("published",), "retired", _("Retire"), event="retired"),
    ],
)

WORKSHOP = Lifecycle(
    "workshop",
    [
        State("planned", _("planned")),
        State("announced", _("announced"), tone="info"),
        State("open", _("the room is open"), tone="progress"),
        State("closed", _("held"), tone="success"),
        State("minuted", _("held, with minutes"), tone="success"),
        State("cancelled", _("cancelled"), tone="danger", final=True),
    ],
    [
        Transition("edit", ("planned", "announced"), "", _("Edit the workshop")),
        Transition("announce", ("planned",), "announced", _("Announce"), event="announced"),
        Transition("open", ("planned", "announced"), "open", _("Open the room"), event="opened"),
        Transition("close", ("open",), "closed", _("Close the room"), event="closed"),
        Transition("write_minutes", ("closed",), "", _("Write the minutes")),
        Transition("minute", ("closed",), "minuted", _("Adopt the minutes"), event="minuted"),
        Transition("rework", ("minuted",), "closed", _("Take the minutes back")),
        Transition("cancel", ("planned", "announced"), "cancelled", _("Cancel the workshop"), event="cancelled"),
    ],
)

VOTE = Lifecycle(
    "vote",
    [
        State("prepared", _("prepared")),
        State("open", _("open"), tone="progress"),
        State("closed", _("closed"), tone="success", final=True),
        State("dropped", _("dropped"), final=True),
    ],
    [
        Transition("open", ("prepared",), "open", _("Open the vote")),
        Transition("close", ("open",), "closed", _("Close the vote"), event="closed"),
        Transition("reveal", ("closed",), "", _("Show the result to the room")),
        Transition("drop", ("prepared",), "dropped", _("Drop the vote")),
    ],
)

COMMENT = Lifecycle(
    "comment",
    [
        State("received", _("received"), tone="info"),
        State("shown", _("shown"), tone="success"),
        State("hidden", _("hidden")),
    ],
    [
        Transition("show", ("received", "hidden"), "shown", _("Show")),
        Transition("hide", ("received", "shown"), "hidden", _("Hide")),
    ],
)

REGISTRATION = Lifecycle(
    "registration",
    [
        State("asked", _("not answered yet"), tone="info"),
        State("registered", _("registered"), tone="success"),
        State("waiting", _("on the waiting list"), tone="warning"),
        State("withdrawn", _("withdrawn"), final=True),
    ],
    [
        Transition("confirm", ("asked",), "registered", _("Confirm")),
        Transition("wait", ("asked",), "waiting", _("Join the waiting list")),
        Transition("move_up", ("waiting",), "registered", _("Move up from the waiting list")),
        Transition("edit", ("registered", "waiting"), "", _("Change the registration")),
        Transition("withdraw", ("asked", "registered", "waiting"), "withdrawn", _("Withdraw")),
    ],
)

MATERIAL = Lifecycle(
    "material",
    [State("shown", _("shown"), tone="success"), State("removed", _("removed"), final=True)],
    [Transition("remove", ("shown",), "removed", _("Remove"))],
)
