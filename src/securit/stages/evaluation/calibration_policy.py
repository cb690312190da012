"""Who may see how severe evaluators were: nobody before the decision, and names the chair alone."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from securit.kernel.actor import Actor
from securit.kernel.policy import Action, Condition, Policy, role
from securit.stages.evaluation.policy import CHAIR, READERS

DECIDED = ("decided", "archived")


def _is_decided(actor: Actor, facts: Any) -> bool:
    return facts.state in DECIDED


AFTER_THE_DECISION = Condition(
    "not_decided",
    _is_decided,
    _("Calibration is a quality report: it exists only after the decision, so that it cannot bear on it."),
    _("It can be computed once the call is decided."),
)

POLICY = Policy(
    "calibration",
    [
        Action("calibration.create", _("Compute the calibration report"), (CHAIR,), (AFTER_THE_DECISION,)),
        Action("calibration.view", _("Read the calibration report"), (READERS,), (AFTER_THE_DECISION,)),
        Action(
            "calibration.view_severity",
            _("See who was how severe, by name"),
            (role("panel_chair"),),
            (AFTER_THE_DECISION,),
        ),
    ],
)
