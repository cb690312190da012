"""Words and score of a report: what is hinted at, and what is left alone."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from securit.programmes.definition import Anchor, CriteriaScheme, Criterion
from securit.stages.evaluation.coherence import hints, tone

ANCHORS = (
    Anchor(score=Decimal(1), text="Poor: there are serious weaknesses."),
    Anchor(score=Decimal(5), text="Excellent: any shortcoming is minor."),
)
SCHEME = CriteriaScheme(criteria=(Criterion(code="impact", title="Impact", anchors=ANCHORS),))
LONG = " The end users are named, and the way to each of them is described in the work plan."

HIGH = "a high score, and only weaknesses in words: vague, unrealistic"
LOW = "a low score, and only strengths in words: convincing, solid, ambitious"
OTHER = "it begins with “Excellent”, which is the score 5, not 2"


@pytest.mark.parametrize(
    ("score", "comment", "said"),
    [
        ("5", "Fine.", ["a very short comment for the score 5"]),
        ("4.5", "Fine.", []),
        ("4", "The plan is vague and the budget unrealistic." + LONG, [HIGH]),
        ("4", "The plan is vague and unrealistic, the team strong." + LONG, []),
        ("4", "The plan is not vague, and nowhere unrealistic." + LONG, []),
        ("1", "Convincing, solid and ambitious." + LONG, [LOW]),
        ("2", "Excellent: all is there, with weaknesses." + LONG, [OTHER]),
        ("2", "An excellent team with weaknesses." + LONG, []),
        ("0", "", []),
        ("", "Vague and unrealistic.", []),
    ],
)
def test_what_does_not_seem_to_fit_is_said_in_words(score: str, comment: str, said: list[str]) -> None:
    assert [one.sentence for one in hints(SCHEME, {"impact": score}, {"impact": comment})] == said


def test_hints_follow_the_criteria_and_name_them() -> None:
    scheme = replace(SCHEME, criteria=(Criterion(code="b", title="B"), Criterion(code="a", title="A")))
    found = hints(scheme, {"a": "5", "b": "5"}, {"a": "Yes.", "b": "Yes."})
    assert [one.criterion for one in found] == ["B", "A"]


def test_each_word_counts_once_and_a_denied_one_not_at_all() -> None:
    assert tone("Weak, weak and never weak; no clear plan, a credible one.") == (["weak"], ["credible"])
