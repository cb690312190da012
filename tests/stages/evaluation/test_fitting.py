"""The table of all pairs says of each what the pair alone would say."""

from __future__ import annotations

import random

import pytest

from securit.stages.evaluation import engines
from securit.stages.evaluation.contracts import Profile, Reading
from securit.stages.evaluation.fit import fit, text_of
from securit.stages.evaluation.fitting import DOUBTFUL, fits_of

TERMS = ("1.10", "D1", "d2", "Radar", "machine learning", "learning machine", "AI", "x", "drones-over", "")
WORDS = ("machine", "learning", "radar", "drones", "over", "x", "1.10", "d1")


def a_profile(dice: random.Random, number: int) -> Profile:
    return Profile(
        ref=f"E{number:02}",
        user_id=number,
        email="",
        institution="",
        country=dice.choice(("PT", "FR", "")),
        expertise=tuple(dice.sample(TERMS, dice.randrange(5))),
        languages=tuple(dice.sample(("en", "fr", "pt"), dice.randrange(3))),
        max_load=3,
    )


def a_reading(dice: random.Random, number: int) -> Reading:
    said = " ".join(dice.choices(WORDS, k=dice.randrange(9)))
    content = {
        "title": said,
        "domain": dice.choice(("D1", "d2", None, "D9")),
        "challenge": dice.choice(("1.10", "", "2.1")),
        "answers": {"abstract": {"rows": [said[::-1], "Machine—learning!"]}} if dice.random() < 0.3 else {},
        "members": [{"country": dice.choice(("PT", "FR", "LT"))} for _ in range(dice.randrange(3))],
    }
    return Reading(f"A{number:02}", content, frozenset(), tuple(dice.sample(("en", "fr"), dice.randrange(3))))


def test_the_table_agrees_with_every_pair() -> None:
    dice = random.Random(7)
    readings, profiles = [a_reading(dice, n) for n in range(60)], [a_profile(dice, n) for n in range(40)]
    found = fits_of(readings, profiles)
    one_by_one = [[fit(profile, reading, text_of(reading)).points for profile in profiles] for reading in readings]
    assert found.points.tolist() == one_by_one
    assert {points for row in one_by_one for points in row} >= set(range(9))
    pair = (readings[3].number, profiles[5].ref)
    assert found.points_of(pair) == found.fit_of(pair).points == one_by_one[3][5]


def test_a_pair_in_doubt_fits_least() -> None:
    dice = random.Random(8)
    reading, profile = a_reading(dice, 1), a_profile(dice, 1)
    found = fits_of([reading], [profile], {("A01", "E01"), ("gone", "E01")})
    assert (found.points_of(("A01", "E01")), found.fit_of(("A01", "E01"))) == (0, DOUBTFUL)


def test_nobody_and_nothing_make_an_empty_table() -> None:
    assert fits_of([], []).points.shape == (0, 0)


def a_question(applications: int, evaluators: int) -> engines.Question:
    dice = random.Random(9)
    readings = [a_reading(dice, number) for number in range(applications)]
    profiles = [a_profile(dice, number) for number in range(evaluators)]
    return engines.Question(readings, profiles, 2, 9, frozenset(), {}, frozenset())


def test_many_pairs_are_stored_as_one_table_and_come_to_the_same_total(monkeypatch: pytest.MonkeyPatch) -> None:
    question, found = a_question(8, 12), []
    for table_from in (engines.TABLE_FROM, 0):
        monkeypatch.setattr(engines, "TABLE_FROM", table_from)
        answer = engines.solve(question, rule="min_cost_flow", seed=0)
        stored = answer.problem.to_data()
        found.append((answer.outcome.objective, sum(engines.scores_in(stored, answer.because).values())))
        assert engines.again("min_cost_flow", 0, stored) == answer.outcome.to_data()
    assert found[0] == found[1]


def test_more_pairs_than_fit_into_memory_are_refused_with_the_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "MOST_PAIRS", 10)
    with pytest.raises(engines.Refused) as refused:
        engines.posed(a_question(4, 3))
    assert refused.value.reasons == ("4 applications and 3 evaluators make 12 pairs; up to 10 can be weighed at once.",)
