"""Pictures of outcomes: readable by everybody, small, the same bytes each time, true to the outcome."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from securit.engines import Outcome, Unusable, aggregation, assignment, portfolio, scheduling
from securit.engines._plots import PICTURES, growth, intervals, loads, picture
from securit.engines._plots import teams as of_teams
from securit.engines._plots.paper import WIDTH, width_of
from securit.engines.aggregation import ballots, scores
from securit.engines.matching import affinity, likeness, search, teams
from tests.engines.worlds import assignment_of, candidate, changed_outcome, scored, timetable_of

SVG = "{http://www.w3.org/2000/svg}"
ENGINES = (assignment, aggregation, ballots, scores, portfolio, scheduling, affinity, likeness, search, teams)
MOST_BYTES = 200_000
Solved = tuple[Any, Outcome[Any]]


def _assigned(size: int) -> Solved:
    dice = np.random.default_rng(size)
    names, people = [tuple(f"{kind}{n:04}" for n in range(many)) for kind, many in (("A", size), ("E", 6 + size // 20))]
    most = 3 * size // len(people) + 3
    problem = assignment.Problem(
        tuple(assignment.Application(name, 3) for name in names),
        tuple(assignment.Evaluator(name, most) for name in people),
        assignment.Table(names, people, dice.integers(0, 100, (len(names), len(people))), 100),
    )
    return problem, assignment.min_cost_flow(problem)


def _calibrated(size: int) -> Solved:
    dice = random.Random(size)
    names = [f"OC1-{n:04}" for n in range(size)]
    people = [f"E{n}" for n in range(max(4, size // 4))]
    reports = tuple(
        scores.Report(name, who, Fraction(dice.randint(0, 150), 10)) for name in names for who in dice.sample(people, 3)
    )
    problem = scores.Problem(tuple(map(scores.Applicant, names)), reports, size // 5, samples=100)
    return problem, scores.plain_mean(problem)


def _voted(size: int) -> Solved:
    dice = random.Random(size)
    options = tuple(ballots.Option(f"project {n}", dice.randint(100, 9000) * 100) for n in range(size))
    names = [one.id for one in options]
    marks = [tuple((name, Fraction(1)) for name in dice.sample(names, min(3, size))) for _ in range(50)]
    problem = ballots.Problem(options, tuple(ballots.Ballot(one) for one in marks if one), 4_000_000)
    return problem, ballots.approval(problem)


def _ranked(size: int) -> Solved:
    applications = tuple(scored(f"A{n}", f"{n % 5}", "3", "4") for n in range(size))
    problem = aggregation.Problem((aggregation.Criterion("excellence", threshold=Fraction(1)),
                                   aggregation.Criterion("impact"), aggregation.Criterion("implementation")),
                                  applications)  # fmt: skip
    return problem, aggregation.weighted_ranking(problem)


def _funded(size: int) -> Solved:
    dice = random.Random(size)
    listed = tuple(candidate(f"C{n:04}", n + 1, str(size - n), dice.randint(2, 6) * 10_000_00) for n in range(size))
    problem = portfolio.Problem(listed, size * 10_000_00)
    return problem, portfolio.best_set(problem)


def _seated(size: int) -> Solved:
    dice = random.Random(size)
    people = tuple(scheduling.Participant(f"P{n:04}", (dice.randint(1, 12),)) for n in range(size))
    pairs = sorted({tuple(sorted(dice.sample(range(size), 2))) for _ in range(2 * size)}) if size > 1 else []
    problem = scheduling.Problem(
        people,
        tuple(scheduling.Meeting(f"M{n}", (f"P{a:04}", f"P{b:04}"), asked=n) for n, (a, b) in enumerate(pairs)),
        tuple(scheduling.Slot(n, "morning" if n < 7 else "afternoon", size // 3) for n in range(1, 13)),
    )
    return problem, scheduling.first_come(problem)


def _texts(prefix: str, many: int, words: int = 12) -> list[tuple[str, str]]:
    dice = random.Random(f"{prefix} {many}")
    return [(f"{prefix}{n:04}", " ".join(f"word{dice.randrange(50)}" for _ in range(words))) for n in range(many)]


def _found(size: int) -> Solved:
    queries = tuple(search.Query(*one) for one in _texts("Q", min(size, 30), 5))
    shelf = tuple(search.Document(name, (search.Passage(text),)) for name, text in _texts("D", size))
    problem = search.Problem(queries, shelf)
    return problem, search.lexical(problem)


def _near(size: int) -> Solved:
    problem = affinity.Problem(
        tuple(
            affinity.Evaluator(name, (affinity.Passage(text),)) for name, text in _texts("E", min(size, 5 + size // 9))
        ),
        tuple(affinity.Application(name, (affinity.Passage(text),)) for name, text in _texts("A", size)),
    )
    return problem, affinity.lexical(problem)


def _alike(size: int) -> Solved:
    problem = likeness.Problem(tuple(likeness.Item(*one) for one in _texts("T", min(size, 200))))
    return problem, likeness.lexical(problem)


def _completed(size: int) -> Solved:
    dice = random.Random(size)
    names = [f"O{n:04}" for n in range(min(size, 200) + 5)]
    challenges = tuple(
        teams.Challenge(
            f"C{n:04}",
            (teams.Skill("radar", Fraction(1, 2)),) if n % 7 else (teams.Skill("alchemy"),),
            least=2,
            most=3,
            fits=tuple((name, Fraction(dice.randint(0, 9), 10)) for name in dice.sample(names, 3)),
        )
        for n in range(min(size, 200))
    )
    organisations = tuple(
        teams.Organisation(name, "BE", skills=(("radar", Fraction(1)),), capacity=3) for name in names
    )
    problem = teams.Problem(challenges, organisations)
    return problem, teams.greedy(problem)


WORLDS: dict[str, Callable[[int], Solved]] = {
    "assignment": _assigned,
    "aggregation": _ranked,
    "aggregation.ballots": _voted,
    "aggregation.scores": _calibrated,
    "matching.affinity": _near,
    "matching.likeness": _alike,
    "matching.search": _found,
    "matching.teams": _completed,
    "portfolio": _funded,
    "scheduling": _seated,
}


@cache
def world(name: str, size: int) -> Solved:
    """A problem of an engine with its outcome; ``size`` is how many stand in line."""
    return WORLDS[name](size)


def texts(svg: str) -> Iterator[tuple[float, float, float, str]]:
    """Left, right, base line and words of each horizontal text, by the width that its letters have about."""
    for text in ET.fromstring(svg).iter(f"{SVG}text"):
        if "transform" not in text.attrib:
            words = text.text or ""
            wide = width_of(words, int(text.get("font-size", "12")))
            part = {"start": 0.0, "middle": 0.5, "end": 1.0}[text.get("text-anchor", "start")]
            left = float(text.attrib["x"]) - part * wide
            yield left, left + wide, float(text.attrib["y"]), words


def test_every_engine_has_its_picture() -> None:
    assert {rule.engine for engine in ENGINES for rule in engine.RULES.values()} == set(PICTURES) == set(WORLDS)


def test_an_outcome_without_a_picture_is_refused_in_words() -> None:
    problem, outcome = _funded(2)
    with pytest.raises(Unusable, match="There is no picture of the outcomes of luck"):
        picture(problem, changed_outcome(outcome, engine="luck"))


@pytest.mark.parametrize("size", [0, 1, 10, 81, 1000])
@pytest.mark.parametrize("name", WORLDS)
def test_a_picture_is_accessible_small_and_the_same_each_time(name: str, size: int) -> None:
    problem, outcome = world(name, size)
    svg = picture(problem, outcome)
    root = ET.fromstring(svg)
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "title description")
    assert all((root.findtext(f"{SVG}{tag}") or "").strip() for tag in ("title", "desc"))
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "desc", "defs", "pattern", "path", "text",
    }  # fmt: skip
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)|style=|NaN|nan|inf", svg)
    assert len(svg.encode()) <= MOST_BYTES
    assert picture(problem, outcome) == svg


@pytest.mark.parametrize("size", [1, 10, 81, 1000])
@pytest.mark.parametrize("name", WORLDS)
def test_words_stay_on_the_sheet_and_apart(name: str, size: int) -> None:
    found = sorted(texts(picture(*world(name, size))), key=lambda one: (one[2], one[0]))
    assert [words for left, right, _, words in found if left < 0 or right > WIDTH + 6] == []
    overlaps = [
        (here[3], there[3])
        for n, here in enumerate(found)
        for there in found[n + 1 :]
        if there[2] - here[2] < 8 and here[0] < there[1] - 4 and there[0] < here[1] - 4
    ]
    assert overlaps == []


def test_totals_run_from_the_worst_off_up_without_those_who_need_nobody() -> None:
    problem = assignment_of(
        {"A": 1, "B": 1, "C": 0}, {"X": 1, "Y": 1}, {"A": {"X": "0.9", "Y": "0.5"}, "B": {"X": "0.4", "Y": "0.3"}}
    )
    pairs = assignment.min_cost_flow(problem).decision.pairs
    assert loads.totals_of(problem, pairs) == [Fraction("0.3"), Fraction("0.9")]


def test_a_thinned_curve_keeps_its_ends() -> None:
    values = [Fraction(n) for n in range(5000)]
    kept = loads.thinned(values)
    assert (len(kept), kept[0], kept[-1]) == (loads.MOST_POINTS, (1, Fraction(0)), (5000, Fraction(4999)))


def test_the_worst_off_stands_beside_that_of_the_greedy_assignment() -> None:
    problem, _ = _assigned(30)
    outcome = assignment.lexicographic(problem)
    words = [said for *_, said in texts(picture(problem, outcome))]
    assert [said.partition(":")[0] for said in words if ": worst-off " in said] == ["lexicographic", "greedy"]


def test_the_budget_reaches_down_the_list_to_the_first_it_does_not_pay_for() -> None:
    asks = {"A": 30, "B": 50, "C": 10}
    given = zip("ABC", (9, 8, 7), strict=True)
    reports = tuple(scores.Report(name, "E", Fraction(score)) for name, score in given)
    problem = scores.Problem(tuple(scores.Applicant(*one) for one in asks.items()), reports, 60)
    assert intervals.reached_by_budget(problem, scores.plain_mean(problem).decision.places) == 1


def test_who_is_funded_otherwise_than_on_the_list_is_marked() -> None:
    problem = portfolio.Problem(
        (candidate("A", 1, "5", 100), candidate("B", 2, "4", 50), candidate("C", 3, "4", 50)), 100
    )
    words = [said for *_, said in texts(picture(problem, portfolio.best_set(problem)))]
    assert [said.rpartition("  ")[2] for said in words if "▲" in said or "▼" in said] == [
        "▼ passed over", "▲ not on the list", "▲ not on the list",
    ]  # fmt: skip


def test_the_worths_of_teams_add_up_to_the_total() -> None:
    problem, outcome = _completed(20)
    worth = of_teams.worth_of(problem, outcome.decision)
    figures = {one.name: one.value for one in outcome.objectives}
    assert (sum(worth.values()), min(worth.values())) == (figures["total"], figures["worst_off"])
    assert [said for *_, said in texts(picture(problem, outcome))].count("no team") == len(problem.challenges) - len(
        worth
    )


def test_a_cell_of_the_timetable_says_whom_a_person_meets() -> None:
    problem = timetable_of(2, {"M1": "AB", "M2": "AC"})
    words = [said for *_, said in texts(picture(problem, scheduling.most_meetings(problem)))]
    assert {said: words.count(said) for said in "ABC"} == {"A": 3, "B": 2, "C": 2}


def test_the_slope_is_the_power_that_the_seconds_follow() -> None:
    assert growth.Curve("r", ((100, 0.5), (1000, 5.0), (10_000, 50.0))).slope == pytest.approx(1)
    assert growth.Curve("r", ((10, 1.0), (100, 100.0))).slope == pytest.approx(2)
    assert growth.Curve("r", ((10, 1.0),)).slope == 0
