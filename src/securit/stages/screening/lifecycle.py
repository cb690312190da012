"""The states of the admissibility and eligibility check, and of a sanctions list that was loaded."""

from django.utils.translation import gettext_lazy as _

from securit.kernel.lifecycle import Lifecycle, State, Transition

SCREENING = Lifecycle(
    "screening",
    [
        State("opened", _("to be checked"), _("being checked"), tone="info"),
        State("clarification_requested", _("clarification requested"), tone="warning"),
        State("cleared", _("admissible and eligible"), tone="success"),
        State("rejection_proposed", _("rejection proposed"), _("being checked"), tone="warning"),
        State("rejected", _("not eligible"), tone="danger", final=True),
    ],
    [
        Transition("evaluate", ("opened", "clarification_requested"), "", _("Run the rules")),
        Transition("settle", ("opened", "clarification_requested"), "", _("Settle a test by hand")),
        Transition("request_clarification", ("opened",), "clarification_requested", _("Ask for clarification")),
        Transition("answer", ("clarification_requested",), "opened", _("Answer the question"), event="answered"),
        Transition(
            "clear", ("opened", "clarification_requested"), "cleared", _("Clear for evaluation"), event="cleared"
        ),
        Transition(
            "propose_rejection", ("opened", "clarification_requested"), "rejection_proposed", _("Propose rejection")
        ),
        Transition("reopen", ("rejection_proposed", "cleared"), "opened", _("Open the check again")),
        Transition("tell", ("cleared", "rejected"), "", _("Send the letter")),
        Transition("reject", ("rejection_proposed",), "rejected", _("Confirm the rejection"), event="rejected"),
    ],
)

SANCTIONS_LIST = Lifecycle("sanctions_list", [State("loaded", _("loaded"), tone="success", final=True)], [])
