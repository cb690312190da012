"""Ethics and security checks: areas, outcomes, and the rules by which something is never funded."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from securit.kernel.refusals import Sentence

AREAS: dict[str, Sentence] = {"ethics": _("Ethics"), "security": _("Security")}
OUTCOMES: dict[str, Sentence] = {
    "none": _("No objection"),
    "requirements": _("Fundable with requirements"),
    "not_fundable": _("Not fundable, by a rule"),
}
#: By which rule something is never funded, in words; only these.
RULES: dict[str, Sentence] = {
    "R-66": _("An ethics issue that no requirement can settle"),
    "R-68": _("What is never funded, or not exclusively civil"),
    "R-69": _("Against EU values, security, or with classified information"),
}
