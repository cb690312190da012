"""Near-duplicates and themes: what is named, what forms a theme, what is refused, and what the checker finds."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings

from securit.engines import TooLarge, Unusable
from securit.engines.matching import likeness
from securit.engines.matching.likeness import Item, Theme, packed
from tests.engines.matching.shelves import likely_twins
from tests.engines.worlds import changed_outcome

lawful = settings(max_examples=40, deadline=None, derandomize=True, database=None)
TEXTS = {
    "I1": ("Drones find people under trees", [3, 1]),
    "I2": ("A drone that finds people lost under trees", [3, 2]),
    "I3": ("Ransomware on hospital servers", [-1, 3]),
    "I4": ("Hospital servers held by ransomware", [0, 1]),
    "I5": ("Payroll", [-1, -1]),
}
ITEMS = tuple(Item(name, text, packed(vector)) for name, (text, vector) in TEXTS.items())
PROBLEM = likeness.Problem(ITEMS, top=2)
OUTCOME = likeness.hybrid(PROBLEM)
LOOKS, THEMES = OUTCOME.decision.looks, OUTCOME.decision.themes


def test_the_most_alike_are_named_with_the_words_that_made_them_so() -> None:
    first = LOOKS[0].candidates[0]
    assert (first.id, set(first.words)) == ("I2", {"Drones", "find", "people", "trees"})
    assert abs(first.likeness - (first.by_words + (first.by_vectors or 0)) / 2) <= Fraction(1, 10**6)


def test_themes_hold_what_is_alike_and_are_named_by_words_that_two_of_them_use() -> None:
    assert [theme.items for theme in THEMES] == [("I1", "I2"), ("I3", "I4"), ("I5",)]
    assert set(THEMES[1].words) == {"Ransomware", "hospital", "servers"}
    assert THEMES[2].words == ("Payroll",)


def test_items_are_compared_with_others_and_then_form_no_themes() -> None:
    decision = likeness.hybrid(likeness.Problem(ITEMS[:2], ITEMS[2:], top=1)).decision
    assert [[one.id for one in look.candidates] for look in decision.looks] == [["I4"], ["I4"]]
    assert decision.themes == ()


def test_none_below_the_least_likeness_is_named() -> None:
    decision = likeness.lexical(likeness.Problem(ITEMS, least=Fraction(1, 5))).decision
    assert [[one.id for one in look.candidates] for look in decision.looks] == [["I2"], ["I1"], ["I4"], ["I3"], []]


def test_without_all_vectors_words_alone_count_and_the_outcome_says_so() -> None:
    outcome = likeness.hybrid(likeness.Problem((*ITEMS[:2], Item("I3", "Ransomware"))))
    assert outcome.decision == likeness.lexical(likeness.Problem((*ITEMS[:2], Item("I3", "Ransomware")))).decision
    assert outcome.trace[0].sentence == "Words alone count, since some texts have no vector."


@lawful
@given(problem=likely_twins())
def test_themes_are_those_of_joining_by_hand(problem: likeness.Problem) -> None:
    """Join the two groups whose least alike items are most alike, again and again; only where no tie decides."""
    everything = replace(problem, others=(), top=9, least=Fraction(0))
    decision = likeness.lexical(everything).decision
    alike = {frozenset((look.id, one.id)): one.likeness for look in decision.looks for one in look.candidates}
    if len(set(alike.values())) < len(alike):
        return
    groups = [frozenset([item.id]) for item in everything.items]
    while len(groups) > 1:
        one, other = max(combinations(groups, 2), key=lambda pair: _least(*pair, alike))
        if _least(one, other, alike) < everything.cut_used(with_vectors=False):
            break
        groups = [group for group in groups if group not in (one, other)] + [one | other]
    assert {frozenset(theme.items) for theme in decision.themes} == set(groups)


def _least(one: frozenset[str], other: frozenset[str], alike: dict[frozenset[str], Fraction]) -> Fraction:
    return min(alike[frozenset((a, b))] for a in one for b in other)


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"items": (ITEMS[0], ITEMS[0])}, "Item I1 is given more than once."),
        ({"others": (ITEMS[0],)}, "Item I1 is given more than once."),
        ({"items": (Item("I", ""),)}, "Item I has an empty text."),
        ({"items": (Item("I", "a", packed([float("inf")])),)},
         "Item I has a vector with something that is not a number."),
        ({"top": 0}, "At least 1 candidate must be named, not 0."),
        ({"cut": Fraction(-1, 2)}, "The cut must lie between 0 and 1; -0.5 does not."),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_with_a_sentence(parts: dict[str, Any], told: str) -> None:
    with pytest.raises(Unusable) as refused:
        likeness.Problem(**{"items": ITEMS, **parts})
    assert refused.value.reasons == (told,)


def test_too_many_items_are_refused() -> None:
    with pytest.raises(TooLarge, match="There are 5001 items; at most 5000 can be compared among themselves"):
        likeness.Problem(tuple(Item(f"I{n}", "text") for n in range(5_001)))


def planted(first: dict[str, Any] | None = None, **changed: Any) -> tuple[str, ...]:
    """What the checker says, with something planted in the first candidate or in the decision."""
    looks = LOOKS
    if first is not None:
        look = LOOKS[0]
        looks = (replace(look, candidates=(replace(look.candidates[0], **first), look.candidates[1])), *LOOKS[1:])
    decision = replace(OUTCOME.decision, **{"looks": looks, **changed})
    best = [look.candidates[0].likeness for look in decision.looks if look.candidates]
    mean = sum(best, Fraction(0)) / max(1, len(best))
    return likeness.check(PROBLEM, changed_outcome(OUTCOME, decision=decision, objective=mean))


def looked(*candidates: Any) -> dict[str, Any]:
    return {"looks": (replace(LOOKS[0], candidates=candidates), *LOOKS[1:])}


A, B = LOOKS[0].candidates
ONE, TWO, REST = THEMES


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"first": {"likeness": Fraction(99, 100)}}, "I1 and I2 are 0."),
        ({"first": {"by_words": Fraction(0)}}, "I1 and I2 are 0."),
        ({"first": {"by_vectors": Fraction(0)}}, "I1 and I2 are 0."),
        ({"first": {"by_vectors": None}}, "I1 and I2: whether vectors count is not told as it is."),
        ({"first": {"words": ("Drones", "Payroll")}}, "I1 and I2: the words they share are not told as they are."),
        ({"first": {"words": ()}}, "I1 and I2: the words they share are not told as they are."),
        ({"first": {"id": "I9"}}, "I1: I9 is not one it is compared with."),
        ({"first": {"id": "I1"}}, "I1: I1 is not one it is compared with."),
        (looked(B, A), "I1: I2 stands below "),
        (looked(A, A), "I1: 2 candidates are named, though 2 are asked for."),
        (looked(A), "I1: 1 candidates are named, though 2 are asked for."),
        (looked(B), "I1: I2 is not named although it is more alike than one that is."),
        ({"looks": LOOKS[1:]}, "The decision does not speak of every item of the problem exactly once, sorted."),
        ({"themes": (ONE, TWO)}, "The themes do not hold every item exactly once."),
        ({"themes": (ONE, REST, Theme(("I3",), ("servers",), Fraction(1)), Theme(("I4",), ("servers",), Fraction(1)))},
         "The themes of I3 and I4 could be one."),
        ({"themes": (replace(ONE, items=("I1", "I2", "I5")), TWO)}, "The theme of I1 holds two items that are "),
        ({"themes": (replace(ONE, least=Fraction(1)), TWO, REST)}, "The least likeness in the theme of I1 is "),
        ({"themes": (replace(ONE, words=("lost",)), TWO, REST)},
         "The words that name the theme of I1 are not told as they are."),
    ],
)  # fmt: skip
def test_a_planted_fault_is_found(changed: dict[str, Any], told: str) -> None:
    assert planted() == ()
    assert [fault for fault in planted(**changed) if fault.startswith(told)] != []


def test_a_fault_in_the_frame_is_found() -> None:
    changes: tuple[dict[str, Any], ...] = ({"objective": Fraction(1)}, {"problem_digest": "0"}, {"trace": ()})
    found = [likeness.check(PROBLEM, changed_outcome(OUTCOME, **change))[0] for change in changes]
    assert found[1:] == ["The outcome answers another problem.", "The explanation does not name I1."]
    assert found[0].startswith("The mean likeness of the most alike is ")
