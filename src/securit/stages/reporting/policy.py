"""Who may read what reporting says. It has no subject of its own, so it has no lifecycle either."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from securit.kernel.policy import ANYONE, Action, Policy, role

STAFF = role(
    "programme_manager",
    "call_manager",
    "case_handler",
    "finance_officer",
    "panel_chair",
    "partner_staff",
    "observer",
    "auditor",
)

POLICY = Policy(
    "reporting",
    [
        Action("indicators.view", _("See the indicators"), (STAFF,)),
        Action("showcase.view", _("See known funded projects"), (ANYONE,)),
    ],
)
