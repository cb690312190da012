"""Why a report comes back to its evaluator, as codes: for its words, never for its scores."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from securit.kernel.refusals import Sentence

GROUNDS: dict[str, Sentence] = {
    "incomplete": _("A comment says too little to explain its score."),
    "off_criterion": _("A comment speaks about something other than its criterion."),
    "contradiction": _("Two comments contradict each other, or a comment its score."),
    "not_releasable": _("A comment names its author or speaks about a person; the applicant could not read it."),
}
