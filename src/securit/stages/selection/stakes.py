"""Could a review change who is funded? Answered by the published rules, not by anybody's feeling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from securit.programmes.definition import CallDefinition
from securit.stages.selection.contracts import PROPOSALS
from securit.stages.selection.lifecycle import AWARD
from securit.stages.selection.lines import line_by_ref
from securit.stages.selection.scenarios import Scenario, played


@dataclass(frozen=True, slots=True)
class Stakes:
    """The funding result now, and with the contested score at the best and the worst of its scale."""

    now: str
    best: str
    worst: str

    @property
    def could_change(self) -> bool:
        """Whether the result would differ at either end."""
        return {self.now, self.best, self.worst} != {self.now}

    def to_data(self) -> dict[str, str]:
        """Plain data."""
        return {"now": self.now, "best": self.best, "worst": self.worst}


def stakes_of(
    terms: CallDefinition, inputs: Mapping[str, Any], content: Mapping[str, Any], application: str, criterion: str
) -> Stakes:
    """Rank again with the contested criterion (all of them where none is named) at its best and at its worst."""
    line, scheme = line_by_ref(content)[application], terms.criteria
    contested = [criterion] if criterion else [one.code for one in scheme.criteria]

    def proposed(score: Fraction) -> str:
        scores = {line["number"]: dict.fromkeys(contested, score)}
        standings = played(terms, inputs, content, Scenario(scores=scores)).standings
        return next(one.proposed for one in standings if one.contender.ref == application)

    return Stakes(line["proposed"], proposed(Fraction(scheme.most)), proposed(Fraction(scheme.least)))


def in_words(stakes: Mapping[str, str]) -> str:
    """The answer as one sentence."""
    said = {name: AWARD.label(PROPOSALS[stakes[name]]) for name in ("now", "best", "worst")}
    if len(set(stakes.values())) == 1:
        return _("It could not change the result: “%(now)s” at the best score as at the worst.") % said
    return (
        _("It could change the result: now “%(now)s”; “%(best)s” at the best score, “%(worst)s” at the worst.") % said
    )
