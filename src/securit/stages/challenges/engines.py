"""Ballots → problem → rule → checked outcome: the only place of this stage that calls the engines.

A rating's mark for a challenge is the mean of its criteria on that ballot. Who has no opinion on a challenge counts
for it with :data:`NO_OPINION`, the middle of the scale, so that silence neither lifts nor sinks it. A choice of five is
an approval of each. A ballot without any mark counts as a voter who said nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from securit.engines.aggregation import ballots as engine
from securit.kernel.canonical import Json
from securit.kernel.refusals import Refusal
from securit.stages.challenges.ballot_papers import HIGHEST_MARK, LOWEST_MARK, RATE, RULES_OF

if TYPE_CHECKING:
    from securit.stages.challenges.models import Vote

ENGINE = "aggregation.ballots"
NO_OPINION = Fraction(LOWEST_MARK + HIGHEST_MARK, 2)


class CannotCount(Refusal):
    """The engine's independent checker does not agree with the outcome; nothing is stored."""

    status = 500


@dataclass(frozen=True, slots=True)
class RuleInWords:
    """What the page says of a rule: what it does, and where it is weak."""

    name: str
    explanation: str
    weakness: str


@dataclass(frozen=True, slots=True)
class Standing:
    """An option with its rank (equals share one), its score, and whether the rule chose it."""

    number: str
    rank: int
    score: Fraction
    chosen: bool


@dataclass(frozen=True, slots=True)
class Count:
    """What is counted: the ballots (``{"key", "kind", "content"}``) under a rule."""

    form: str
    rule: str
    options: tuple[str, ...]
    seats: int
    ballots: tuple[Mapping[str, Any], ...]

    @classmethod
    def of(cls, vote: Vote) -> Count:
        """All ballots of a closed vote."""
        options = tuple(each["number"] for each in vote.options)
        return cls(vote.form, vote.rule, options, vote.seats, tuple(vote.ballots))

    def without(self, kind: str) -> Count:
        """As if nobody of this kind had voted."""
        return self._only([each for each in self.ballots if each["kind"] != kind])

    def among(self, kind: str) -> Count:
        """As if only this kind had voted."""
        return self._only([each for each in self.ballots if each["kind"] == kind])

    def _only(self, ballots: Sequence[Mapping[str, Any]]) -> Count:
        return Count(self.form, self.rule, self.options, self.seats, tuple(ballots))

    @property
    def silent(self) -> Fraction:
        """The mark of what a ballot leaves out."""
        return NO_OPINION if self.form == RATE else Fraction(0)

    @property
    def marks(self) -> list[dict[str, Fraction]]:
        """One mark per option and ballot, in the order of the ballots."""
        return [marks_of(each["content"]) for each in self.ballots]


def marks_of(content: Mapping[str, Any]) -> dict[str, Fraction]:
    """The ballot as one mark per option; what is left out is not there."""
    if "picks" in content:
        return dict.fromkeys(content["picks"], Fraction(1))
    return {number: Fraction(sum(given.values()), len(given)) for number, given in content["marks"].items()}


def outcome_of(count: Count, *, seed: int) -> tuple[Json, Json]:
    """Problem and outcome as plain data, checked by the engine's own checker. Raises :class:`CannotCount`."""
    problem = _problem(count)
    outcome = engine.RULES[count.rule](problem, seed=seed)
    faults = engine.check(problem, outcome)
    if faults:
        raise CannotCount(
            _("The independent checker does not agree with the count: %(fault)s") % {"fault": faults[0]},
            code="checker_disagrees",
            remedy=_("Nothing was stored. Report this to whoever runs the installation."),
        )
    return problem.to_data(), outcome.to_data()


def standings(count: Count, *, seed: int) -> tuple[Standing, ...]:
    """The order of the options under the rule, best first."""
    decision = engine.RULES[count.rule](_problem(count), seed=seed).decision
    return tuple(Standing(each.id, each.rank, each.score, each.id in decision.chosen) for each in decision.places)


def again(rule: str, seed: int, problem: Mapping[str, Any]) -> dict[str, object]:
    """The outcome of a stored problem, counted anew: the same bytes as the stored one. Raises ``Refused``."""
    return engine.RULES[rule](engine.Problem.from_data(problem), seed=seed).to_data()


def rule_in_words(name: str) -> RuleInWords:
    """Explanation and known weakness of a rule."""
    rule = engine.RULES[name]
    return RuleInWords(rule.name, rule.explanation, rule.weakness)


def rules_for(form: str) -> tuple[RuleInWords, ...]:
    """The rules that read such ballots, the usual one first."""
    return tuple(rule_in_words(name) for name in RULES_OF[form])


def _problem(count: Count) -> engine.Problem:
    marked = [marks for marks in count.marks if marks]
    return engine.Problem(
        options=tuple(engine.Option(number) for number in count.options),
        ballots=tuple(engine.Ballot(tuple(marks.items())) for marks in marked),
        budget_cents=count.seats,
        blank=len(count.ballots) - len(marked),
        silent=count.silent,
    )
