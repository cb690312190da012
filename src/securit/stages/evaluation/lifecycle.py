"""The states of evaluators, declarations, assignments, reviews, consensus and summaries."""

from django.utils.translation import gettext_lazy as _

from securit.kernel.lifecycle import Lifecycle, State, Transition

EVALUATOR = Lifecycle(
    "evaluator",
    [State("active", _("available"), tone="success"), State("left", _("no longer available"), final=True)],
    [
        Transition("edit", ("active",), "", _("Edit the profile")),
        Transition("accept_contract", ("active",), "", _("Accept the contract")),
        Transition("leave", ("active",), "left", _("Leave the pool")),
    ],
)

DECLARATION = Lifecycle(
    "declaration",
    [
        State("asked", _("declaration missing"), tone="warning"),
        State("clear", _("no conflict declared"), tone="success"),
        State("potential", _("possible conflict, to be decided"), tone="warning"),
        State("conflicted", _("conflict of interest"), tone="danger", final=True),
    ],
    [
        Transition("declare_clear", ("asked",), "clear", _("Declare that there is no conflict")),
        Transition("declare_potential", ("asked", "clear"), "potential", _("Declare a possible conflict")),
        Transition("declare_conflict", ("asked", "clear", "potential"), "conflicted", _("Declare a conflict")),
        Transition("accept", ("potential",), "clear", _("Decide that it does not stand in the way")),
        Transition("uphold", ("potential",), "conflicted", _("Decide that it is a conflict")),
    ],
)

STAFF_CONFLICT = Lifecycle(
    "staff_conflict",
    [
        State("potential", _("possible conflict, to be decided"), tone="warning"),
        State("clear", _("does not stand in the way"), tone="success", final=True),
        State("conflicted", _("conflict of interest"), tone="danger", final=True),
    ],
    [
        Transition("accept", ("potential",), "clear", _("Decide that it does not stand in the way")),
        Transition("uphold", ("potential",), "conflicted", _("Decide that it is a conflict")),
        Transition("bar", ("potential",), "conflicted", _("Record what always excludes")),
    ],
)

ASSIGNMENT = Lifecycle(
    "assignment",
    [
        State("proposed", _("proposed"), tone="info"),
        State("confirmed", _("assigned"), tone="success"),
        State("recused", _("recused"), tone="warning", final=True),
        State("ended", _("ended"), final=True),
    ],
    [
        Transition("confirm", ("proposed",), "confirmed", _("Confirm the assignment"), event="confirmed"),
        Transition("recuse", ("proposed", "confirmed"), "recused", _("Recuse"), event="recused"),
        Transition("end", ("proposed", "confirmed"), "ended", _("End the assignment")),
    ],
)

REVIEW = Lifecycle(
    "review",
    [
        State("drafted", _("being written"), tone="info"),
        State("submitted", _("submitted"), tone="success"),
        State("returned", _("returned for completion"), tone="warning"),
        State("abstained", _("abstained"), final=True),
        State("set_aside", _("set aside"), tone="danger", final=True),
    ],
    [
        Transition("edit", ("drafted", "returned"), "", _("Save the report")),
        Transition("submit", ("drafted", "returned"), "submitted", _("Submit the report"), event="submitted"),
        Transition("return", ("submitted",), "returned", _("Return for completion")),
        Transition("abstain", ("drafted",), "abstained", _("Abstain")),
        Transition("set_aside", ("drafted", "submitted", "returned"), "set_aside", _("Set aside")),
    ],
)

SUMMARY = Lifecycle(
    "summary",
    [
        State("prepared", _("prepared"), tone="info"),
        State("released", _("released to the applicant"), tone="success", final=True),
    ],
    [
        Transition("recompute", ("prepared",), "", _("Compute again")),
        Transition("release", ("prepared",), "released", _("Release"), event="released"),
    ],
)

CONSENSUS = Lifecycle(
    "consensus",
    [
        State("opened", _("open, nothing drafted"), tone="info"),
        State("drafted", _("drafted, answers missing"), tone="warning"),
        State("agreed", _("agreed by all"), tone="success"),
        State("dissent_noted", _("a minority view is noted"), tone="warning"),
        State("closed", _("closed"), tone="success", final=True),
    ],
    [
        Transition("name_rapporteur", ("opened",), "", _("Name the rapporteur")),
        Transition(
            "draft", ("opened", "drafted", "agreed", "dissent_noted"), "drafted", _("Save the draft"), event="drafted"
        ),
        Transition("answer", ("drafted",), "", _("Answer the draft")),
        Transition("settle_agreed", ("drafted", "dissent_noted"), "agreed", _("Note that all agree")),
        Transition("settle_dissent", ("drafted",), "dissent_noted", _("Note that a minority view stands")),
        Transition(
            "vacate",
            ("opened", "drafted", "agreed", "dissent_noted"),
            "opened",
            _("Begin again without the rapporteur"),
        ),
        Transition("close", ("agreed", "dissent_noted"), "closed", _("Close the consensus"), event="closed"),
    ],
)

SCHEDULE = Lifecycle(
    "review_schedule",
    [
        State("running", _("reminders go out"), tone="success"),
        State("stopped", _("no reminders"), tone="warning"),
    ],
    [
        Transition("edit", ("running", "stopped"), "", _("Change the due date or the reminders")),
        Transition("stop", ("running",), "stopped", _("Stop the reminders")),
        Transition("resume", ("stopped",), "running", _("Let reminders go out again")),
    ],
)

EXPERT_CHECK = Lifecycle(
    "expert_check",
    [
        State("asked", _("asked for"), tone="warning"),
        State("delivered", _("delivered"), tone="success"),
        State("ended", _("ended"), final=True),
    ],
    [
        Transition("deliver", ("asked",), "delivered", _("Deliver the findings"), event="delivered"),
        Transition("reopen", ("delivered",), "asked", _("Ask for completion")),
        Transition("end", ("asked", "delivered"), "ended", _("End the check")),
    ],
)

OBSERVER_REPORT = Lifecycle(
    "observer_report",
    [
        State("drafted", _("being written"), tone="info"),
        State("delivered", _("delivered"), tone="success", final=True),
    ],
    [
        Transition("edit", ("drafted",), "", _("Save the report")),
        Transition("deliver", ("drafted",), "delivered", _("Deliver the report"), event="delivered"),
    ],
)

CONTRACT = Lifecycle(
    "contract",
    [State("in_force", _("in force"), tone="success"), State("replaced", _("replaced"), final=True)],
    [Transition("replace", ("in_force",), "replaced", _("Replace by a new version"))],
)

FEE_LIST = Lifecycle("fee_list", [State("confirmed", _("confirmed"), tone="success", final=True)], [])

EXPERT_CALL = Lifecycle(
    "expert_call",
    [State("open", _("open"), tone="success"), State("closed", _("closed"), final=True)],
    [Transition("close", ("open",), "closed", _("Close the call for evaluators"))],
)

EXPERT_OFFER = Lifecycle(
    "expert_offer",
    [
        State("sent", _("to be looked at"), tone="warning"),
        State("accepted", _("taken into the pool"), tone="success", final=True),
        State("declined", _("not taken")),
        State("erased", _("erased"), final=True),
    ],
    [
        Transition("accept", ("sent",), "accepted", _("Take into the pool")),
        Transition("decline", ("sent",), "declined", _("Do not take")),
        Transition("erase", ("sent", "declined"), "erased", _("Erase the personal data")),
    ],
)
