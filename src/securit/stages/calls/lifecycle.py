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
        Transition("gather", ("drafted",), "closed", _("Gather what stood in the cut-off"), event="closed"),
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

QUESTION = Lifecycle(
    "question",
    [
        State("sent", _("waiting for the asker to confirm the address")),
        State("asked", _("waiting for an answer"), tone="warning"),
        State("answered", _("answered, for all to read"), tone="success", final=True),
        State("refused", _("refused with a reason"), final=True),
    ],
    [
        Transition("confirm", ("sent",), "asked", _("Confirm the question"), event="asked"),
        Transition("answer", ("asked",), "answered", _("Publish the answer"), event="answered"),
        Transition("amend", ("answered",), "", _("Publish a better answer"), event="amended"),
        Transition("refuse", ("asked",), "refused", _("Refuse the question")),
        Transition("forget_asker", ("answered", "refused"), "", _("Forget who asked")),
    ],
)

CHECKLIST_EXCEPTION = Lifecycle(
    "checklist_exception",
    [
        State("proposed", _("waits for a second person"), tone="warning"),
        State("confirmed", _("confirmed by two people"), tone="info"),
        State("withdrawn", _("withdrawn"), final=True),
    ],
    [
        Transition("confirm", ("proposed",), "confirmed", _("Confirm the exception")),
        Transition("withdraw", ("proposed", "confirmed"), "withdrawn", _("Withdraw the exception")),
    ],
)
