"""The states of a call, and of a person's following it."""

from django.utils.translation import gettext_lazy as _

from securit.kernel.lifecycle import Lifecycle, State, Transition

CALL = Lifecycle(
    "call",
    [
        State("drafted", _("in preparation")),
        State("announced", _("announced"), tone="info"),
        State("published", _("published"), _("opens soon"), tone="info"),
        State("open", _("open"), tone="success"),
        State("closed", _("closed, in evaluation"), _("closed, being evaluated"), tone="progress"),
        State("decided", _("decided"), tone="neutral"),
        State("archived", _("archived"), final=True),
        State("cancelled", _("cancelled"), tone="danger", final=True),
    ],
    [
        Transition("edit", ("drafted", "announced"), "", _("Edit the call")),
        Transition("announce", ("drafted",), "announced", _("Announce"), event="announced"),
        Transition("note_notice", ("drafted", "announced", "published", "open"), "", _("Record a publication notice")),
        Transition("publish", ("drafted", "announced"), "published", _("Publish"), event="published"),
        Transition("correct", ("published", "open"), "", _("Publish a corrigendum"), event="corrected"),
        Transition("open", ("published",), "open", _("Open"), event="opened"),
        Transition("close", ("open",), "closed", _("Close"), event="closed"),
        Transition("decide", ("closed",), "decided", _("Mark as decided"), event="decided"),
        Transition("publish_results", ("decided",), "", _("Publish the results"), event="results_published"),
        Transition("archive", ("decided",), "archived", _("Archive")),
        Transition(
            "cancel", ("drafted", "announced", "published", "open"), "cancelled", _("Cancel"), event="cancelled"
        ),
    ],
)

FOLLOW = Lifecycle(
    "follow",
    [
        State("requested", _("waiting for confirmation")),
        State("confirmed", _("following"), tone="success"),
        State("stopped", _("stopped"), final=True),
    ],
    [
        Transition("confirm", ("requested",), "confirmed", _("Confirm the address")),
        Transition("stop", ("requested", "confirmed"), "stopped", _("Stop the messages")),
    ],
)
