"""The states of an application and of its team's members."""

from django.utils.translation import gettext_lazy as _

from securit.kernel.lifecycle import Lifecycle, State, Transition

APPLICATION = Lifecycle(
    "application",
    [
        State("drafted", _("draft")),
        State("submitted", _("submitted"), tone="success"),
        State("withdrawn", _("withdrawn"), tone="warning"),
        State("discarded", _("discarded"), final=True),
    ],
    [
        Transition("edit", ("drafted", "submitted", "withdrawn"), "", _("Edit the application")),
        Transition("attach", ("drafted", "submitted", "withdrawn"), "", _("Attach or remove a file")),
        Transition("share", ("drafted", "submitted", "withdrawn"), "", _("Let a colleague write")),
        Transition(
            "submit", ("drafted", "submitted", "withdrawn"), "submitted", _("Submit the application"), event="submitted"
        ),
        Transition("stop_writing", ("drafted", "submitted", "withdrawn"), "", _("Stop writing the application")),
        Transition("discard", ("drafted",), "discarded", _("Discard the draft")),
        Transition("withdraw", ("submitted",), "withdrawn", _("Withdraw the application"), event="withdrawn"),
        Transition("gather", ("submitted",), "", _("Gather at the cut-off")),
        Transition("extend", ("drafted", "submitted", "withdrawn"), "", _("Give the team more time"), event="extended"),
        Transition("end_extension", ("drafted", "submitted", "withdrawn"), "", _("End the time that was given")),
    ],
)

MEMBER = Lifecycle(
    "member",
    [
        State("invited", _("sign-off missing"), tone="warning"),
        State("signed_off", _("signed off"), tone="success"),
        State("removed", _("removed"), final=True),
    ],
    [
        Transition("edit", ("invited", "signed_off"), "", _("Change role or budget")),
        Transition("state_size", ("invited", "signed_off"), "", _("State figures and owners")),
        Transition("ask", ("invited",), "", _("Ask for the sign-off by e-mail")),
        Transition("lapse", ("signed_off",), "invited", _("Ask for the sign-off again")),
        Transition("sign_off", ("invited",), "signed_off", _("Sign off for the organisation"), event="signed_off"),
        Transition("remove", ("invited", "signed_off"), "removed", _("Remove the member")),
    ],
)

EXTENSION = Lifecycle(
    "extension",
    [
        State("proposed", _("waits for a second person"), tone="warning"),
        State("confirmed", _("more time given"), tone="info"),
        State("ended", _("the time given is over"), final=True),
        State("refused", _("not given"), final=True),
    ],
    [
        Transition("confirm", ("proposed",), "confirmed", _("Give more time")),
        Transition("refuse", ("proposed",), "refused", _("Give no more time")),
        Transition("end", ("confirmed",), "ended", _("End the time that was given")),
    ],
)

ADVISER = Lifecycle(
    "adviser",
    [
        State("invited", _("has not answered yet"), tone="warning"),
        State("accepted", _("may read the draft"), tone="info"),
        State("revoked", _("may no longer read"), final=True),
    ],
    [
        Transition("accept", ("invited",), "accepted", _("Read the draft as an adviser")),
        Transition("read", ("accepted",), "", _("Read the draft")),
        Transition("revoke", ("invited", "accepted"), "revoked", _("End the reading")),
    ],
)
