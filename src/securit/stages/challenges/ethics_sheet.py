"""The ethics-legal-social sheet of a challenge: five questions that are answered before it can be validated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from securit.kernel.refusals import Sentence
from securit.programmes.definition import EthicsAnswer

QUESTIONS: Mapping[str, tuple[Sentence, Sentence]] = {
    "biometrics": (_("Biometrics"), _("Would an answer recognise people by face, voice, gait or other bodily traits?")),
    "public_space": (_("Surveillance of public space"), _("Would it watch places where anybody may walk?")),
    "vulnerable": (_("Vulnerable groups"), _("Are children, patients, migrants or others affected who cannot object?")),
    "data_protection": (_("Data protection"), _("Would it process personal data?")),
    "dual_use": (_("Dual use"), _("Could it be misused, or fall under export control?")),
}
ANSWERS: Mapping[str, Sentence] = {"yes": _("yes"), "no": _("no"), "unknown": _("not known yet")}
MOST_CHARACTERS = 1_000
NOT_STATED = "Not stated in the programme file."


def ethics_questions() -> tuple[str, ...]:
    """The codes of the questions, in their order."""
    return tuple(QUESTIONS)


def sheet_not_stated() -> dict[str, dict[str, str]]:
    """A sheet that says of every question that nothing is known."""
    return {code: {"answer": "unknown", "words": NOT_STATED} for code in QUESTIONS}


def sheet_stated(answers: Sequence[EthicsAnswer]) -> dict[str, dict[str, str]]:
    """The sheet that a programme file brings along; of a question that it leaves out nothing is known."""
    return sheet_not_stated() | {each.question: {"answer": each.answer, "words": each.words} for each in answers}


def stated_answers(sheet: Mapping[str, Any]) -> tuple[EthicsAnswer, ...]:
    """The sheet as a programme file says it, in the order of the questions."""
    unknown = sheet_not_stated()
    return tuple(
        EthicsAnswer(question=code, answer=sheet[code]["answer"], words=sheet[code]["words"])
        for code in QUESTIONS
        if code in sheet and sheet[code] != unknown[code]
    )


def problems_of_sheet(sheet: Mapping[str, Any]) -> dict[str, str]:
    """A sentence for every question whose answer is missing or too long, by code; a yes needs words."""
    found = {}
    for code in QUESTIONS:
        answer, words = sheet.get(code, {}).get("answer", ""), sheet.get(code, {}).get("words", "").strip()
        if answer not in ANSWERS:
            found[code] = str(_("Choose yes, no or not known yet."))
        elif answer == "yes" and not words:
            found[code] = str(_("Say in words what this means here, and what is done about it."))
        elif len(words) > MOST_CHARACTERS:
            found[code] = str(_("At most %(most)d characters are kept.") % {"most": MOST_CHARACTERS})
    return found
