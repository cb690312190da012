"""The states of programmes and roles."""

from django.utils.translation import gettext_lazy as _

from securit.kernel.lifecycle import Lifecycle, State, Transition

PROGRAMME = Lifecycle(
    "programme",
    [
        State("prepared", _("in preparation")),
        State("running", _("running"), tone="success"),
        State("closed", _("closed"), final=True),
    ],
    [
        Transition("start", ("prepared",), "running", _("Start the programme"), event="started"),
        Transition("redefine", ("prepared", "running"), "", _("Change the programme's definition")),
        Transition("close", ("running",), "closed", _("Close the programme"), event="closed"),
    ],
)

ROLE = Lifecycle(
    "role",
    [State("given", _("given"), tone="success"), State("ended", _("ended"), final=True)],
    [Transition("end", ("given",), "ended", _("Take the role back"))],
)
