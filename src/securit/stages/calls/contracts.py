"""What leaves this stage: frozen, and free of tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from securit.kernel.refusals import Sentence


class Result(StrEnum):
    """What a check of the publication checklist says. Only ``not_met`` blocks.

    ``excepted``: it is not met, and two people said with the grant agreement in hand that it need not be.
    """

    MET = "met"
    NOT_MET = "not_met"
    ADVICE = "advice"
    EXCEPTED = "excepted"


class Unfit(StrEnum):
    """Why a question is not answered. A closed list: a free text would be a private answer."""

    OFF_TOPIC = "off_topic"
    ONE_APPLICATION = "one_application"
    ANSWERED_ALREADY = "answered_already"
    NOT_UNDERSTOOD = "not_understood"

    @property
    def label(self) -> Sentence:
        """What the asker reads."""
        return _UNFIT[self]


_UNFIT: dict[Unfit, Sentence] = {
    Unfit.OFF_TOPIC: _("It is not about this call."),
    Unfit.ONE_APPLICATION: _("It asks for advice on one application. Everybody who applies gets the same information."),
    Unfit.ANSWERED_ALREADY: _("The call or a published answer says it already."),
    Unfit.NOT_UNDERSTOOD: _("We do not understand it. Please ask again in other words."),
}


class Place(StrEnum):
    """Where a call was seen."""

    PORTAL = "portal"
    OWN_SITE = "own_site"
    FUNDER = "funder"

    @property
    def label(self) -> Sentence:
        """In words."""
        return _PLACES[self]


_PLACES: dict[Place, Sentence] = {
    Place.PORTAL: _("EU Funding & Tenders Portal"),
    Place.OWN_SITE: _("a partner's own site"),
    Place.FUNDER: _("call text sent to the funder"),
}


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One line of the checklist: what is asked, whether it is so, why, and what would mend it.

    ``rule`` is the code of the rule in the field's own list, such as ``R-15``.
    """

    code: str
    says: str
    result: Result
    reason: str
    remedy: str
    rule: str


@dataclass(frozen=True, slots=True)
class ExceptionMade:
    """What the grant agreement says otherwise, confirmed by two people: the line's code, the article and the reason."""

    line: str
    article: str
    reason: str


@dataclass(frozen=True, slots=True)
class NoticeSeen:
    """Where and when the call was seen."""

    place: str
    seen_at: datetime
