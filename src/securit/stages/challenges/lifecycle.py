"""The states of a challenge."""

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
        Transition("propose", ("drafted",), "proposed", _("Propose for validation"), event="proposed"),
        Transition("validate", ("proposed",), "validated", _("Validate"), event="validated"),
        Transition("publish", ("validated",), "published", _("Publish"), event="published"),
        Transition("retire", ("published",), "retired", _("Retire"), event="retired"),
    ],
)
