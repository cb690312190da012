"""The states of organisations and memberships."""

from django.utils.translation import gettext_lazy as _

from securit.kernel.lifecycle import Lifecycle, State, Transition

ORGANISATION = Lifecycle(
    "organisation",
    [State("registered", _("registered")), State("closed", _("closed"), final=True)],
    [
        Transition("edit", ("registered",), "", _("Edit the organisation")),
        Transition("close", ("registered",), "closed", _("Close the record")),
    ],
)

MEMBERSHIP = Lifecycle(
    "membership",
    [State("active", _("active"), tone="success"), State("ended", _("ended"), final=True)],
    [Transition("end", ("active",), "ended", _("End the membership"))],
)
