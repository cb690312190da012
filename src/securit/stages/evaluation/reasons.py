"""The reasons for a conflict of interest, as codes: some always bar, the others a person decides on (R-38, R-39)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from securit.kernel.refusals import Sentence

#: One of these is a conflict of interest; nobody may decide otherwise (R-38).
DISQUALIFYING: dict[str, Sentence] = {
    "preparing": _("I took part in preparing the application."),
    "benefit": _("I gain or lose, directly or indirectly, by its success or failure."),
    "family": _("A person who represents an applicant is close family or otherwise personally close to me."),
    "director": _("I am a director, trustee or partner of an applicant, or in its management."),
    "employed": _("I am employed or contracted by an applicant or a subcontractor named in the application."),
    "own_application": _("I have an application of my own in this call."),
}
#: These may be a conflict; the call manager decides with a reason (R-39).
POTENTIAL: dict[str, Sentence] = {
    "past_employment": _("I was employed by an applicant in the last three years."),
    "past_collaboration": _("I had a contract, a grant or joint research with an applicant in the last three years."),
    "same_institution": _("I work for the same institution as an applicant, in another department."),
    "met": _("I, or my organisation, met an applicant at an event of the programme, or we were introduced."),
    "other": _("Something else could make an outsider doubt my impartiality."),
}
REASONS: dict[str, Sentence] = {**DISQUALIFYING, **POTENTIAL}
