"""What a request to review the procedure may rest on: the procedure, never another judgement. Leaf."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kernel.refusals import Refusal, Sentence
from securit.kernel.rules_kept import keeps

LONGEST_TEXT = 6_000

GROUNDS: dict[str, Sentence] = {
    "irregularity": gettext_lazy("A step of the published procedure was not followed"),
    "factual_error": gettext_lazy("A report states a fact about the application that is wrong"),
    "manifest_error": gettext_lazy(
        "A score contradicts its own comment, or a criterion that was not published counted"
    ),
    "abuse": gettext_lazy("Somebody had a conflict of interest or used their power wrongly"),
}
#: Offered so that it can be answered at once.
DISAGREEMENT = "disagreement"


class CannotLodgeRedress(Refusal):
    """The window is closed, the ground is none, or there is a request already."""


@keeps("R-61")
def refuse_what_is_no_ground(ground: str) -> None:
    """A review looks at the procedure; that one would judge otherwise is no ground."""
    if ground == DISAGREEMENT:
        raise CannotLodgeRedress(
            _("That experts should have judged otherwise is no ground: a review never replaces their judgement."),
            code="disagreement",
            remedy=_("Name the step, the fact or the contradiction that is wrong, if there is one."),
            field="ground",
        )
    if ground not in GROUNDS:
        raise CannotLodgeRedress(_("Choose what went wrong."), code="unknown_ground", field="ground")
