"""The states of a solution, and of claims on it and of what is brought in."""

from django.utils.translation import gettext_lazy as _

from securit.kernel.lifecycle import Lifecycle, State, Transition
from securit.machinery.tabular.incoming.lifecycle import table_lifecycle

SOLUTION = Lifecycle(
    "solution",
    [
        State("drafted", _("in preparation")),
        State("listed", _("listed"), tone="info"),
        State("verified", _("verified"), tone="success"),
        State("archived", _("archived")),
    ],
    [
        Transition("edit", ("drafted", "listed"), "", _("Edit the solution")),
        Transition("revise", ("verified",), "listed", _("Change what was verified"), event="revised"),
        Transition("publish", ("drafted",), "listed", _("List in the catalogue"), event="listed"),
        Transition("verify", ("listed", "verified"), "verified", _("Verify"), event="verified"),
        Transition("confirm", ("listed", "verified"), "", _("Say that it is still so")),
        Transition("remind", ("listed", "verified"), "", _("Ask whether it is still so")),
        Transition("archive", ("drafted", "listed", "verified"), "archived", _("Archive"), event="archived"),
        Transition("merge", ("drafted", "listed", "verified"), "archived", _("Merge into another"), event="merged"),
        Transition("restore", ("archived",), "listed", _("Put back into the catalogue"), event="restored"),
        Transition("keep_apart", ("drafted", "listed", "verified"), "", _("Say that two are not the same")),
        Transition("judge", ("listed", "verified"), "", _("Say whether it fits a challenge")),
        Transition("hand_over", ("drafted", "listed", "verified"), "", _("Hand over to its provider")),
    ],
)

CLAIM = Lifecycle(
    "claim",
    [
        State("asked", _("waits for a decision"), tone="warning"),
        State("approved", _("approved"), tone="success", final=True),
        State("declined", _("declined"), tone="danger", final=True),
    ],
    [
        Transition("approve", ("asked",), "approved", _("Approve the claim"), event="approved"),
        Transition("decline", ("asked",), "declined", _("Decline the claim"), event="declined"),
    ],
)

EVIDENCE_FILE = Lifecycle(
    "evidence_file",
    [State("attached", _("attached"), tone="info"), State("removed", _("removed"), final=True)],
    [Transition("remove", ("attached",), "removed", _("Take the file away"), event="removed")],
)

IMPORT = table_lifecycle("solution_import")

CORDIS_LOAD = Lifecycle("cordis_load", [State("loaded", _("loaded"), tone="success", final=True)], [])
