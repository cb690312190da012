"""The reasons for a conflict of interest, as codes: some always bar, the others a person decides on (R-38, R-39)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from securit.kernel.refusals import Sentence

#: One of these is a conflict of interest; nobody may decide otherwise (R-38).
DISQUALIFYING: dict[str, Sentence] = {
    "preparing": _("I took part in preparing the application."),
    "benefit": _("I gain or lose, directly or indirectly, by its success or failure."),
    "owner": _("I own a part of an applicant, or control it."),
    "family": _("A person who represents an applicant is close family or otherwise personally close to me."),
    "director": _("I am a director, trustee or partner of an applicant, or in its management."),
    "employed": _("I am employed or contracted by an applicant or a subcontractor named in the application."),
    "own_application": _("I have an application of my own in this call."),
}
#: These may be a conflict; the call manager decides with a reason (R-39).
POTENTIAL: dict[str, Sentence] = {
    "past_employment": _("I was employed by an applicant in the last three years."),
    "past_collaboration": _("I had a contract, a grant or joint research with an applicant in the last three years."),
    "applied_together": _("I, or my organisation, applied together with an applicant in another call."),
    "challenge_owner": _("My organisation owns the challenge that the application answers, or hosts its test."),
    "same_institution": _("I work for the same institution as an applicant, in another department."),
    "same_group": _("My organisation belongs to the same group as an applicant."),
    "met": _("I, or my organisation, met an applicant at an event of the programme, or we were introduced."),
    "other": _("Something else could make an outsider doubt my impartiality."),
}
REASONS: dict[str, Sentence] = {**DISQUALIFYING, **POTENTIAL}

#: Why each counts, in one sentence for whoever declares.
WHY: dict[str, Sentence] = {
    "preparing": _("Whoever helped to write a text cannot judge it beside others."),
    "benefit": _("Money, a contract or a rival's failure: if the result changes something for you, others must judge."),
    "owner": _("The grant would go to something that is partly yours, however small the part."),
    "family": _("Nobody expects a fair judgement about family, a partner or a close friend, for or against."),
    "director": _("You answer for that organisation, so you cannot judge its application."),
    "employed": _("Your employer or client applies; even without pressure it looks like pressure."),
    "own_application": _("You compete for the same money as those whom you would judge."),
    "past_employment": _("Loyalty or a quarrel may last; after a long time in another department it may not matter."),
    "past_collaboration": _("Common work may make you a friend or a rival; how close and how recent it was decides."),
    "applied_together": _("You were on one side once; whether you still are depends on what came of it."),
    "challenge_owner": _(
        "Your organisation wants its challenge solved; wanting a certain solution would be a conflict."
    ),
    "same_institution": _("In a large institution two departments may be strangers; in a small one they are not."),
    "same_group": _("Companies with one owner may share money and aims; how much decides."),
    "met": _("Twenty minutes at an event are mostly harmless; plans made there are not."),
    "other": _("If you hesitate, say it: being asked costs you nothing, being found out costs the call its result."),
}

#: What an evaluator states once in the own profile, so that it need not be remembered application by application.
#: With an applicant, the first two always bar; the others a person decides on.
TIES: dict[str, Sentence] = {
    "employer": _("I work for, or am contracted by"),
    "owner": _("I own a part of, or help to direct"),
    "past_employer": _("I worked in the last three years for"),
    "project": _("I had a common project in the last three years with"),
    "co_author": _("I published in the last three years with people of"),
}
BARRING_TIES = {"employer": "employed", "owner": "director"}
DOUBTFUL_TIES = {
    "past_employer": "past_employment",
    "project": "past_collaboration",
    "co_author": "past_collaboration",
}
