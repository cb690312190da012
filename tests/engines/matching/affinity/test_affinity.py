"""Affinities: who is near, that the table fits an assignment, what is refused, and what the checker finds."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from securit.engines import TooLarge, Unusable, assignment
from securit.engines.matching import affinity
from securit.engines.matching.affinity import Application, Asked, Evaluator, Passage, Reason, packed
from tests.engines.worlds import changed_outcome


def written(*texts: tuple[str, list[float]]) -> tuple[Passage, ...]:
    return tuple(Passage(text, packed(vector)) for text, vector in texts)


EVALUATORS = (
    Evaluator("E1", written(("radar for ships", [3, 1]), ("sound of rotors", [2, 1]))),
    Evaluator("E2", written(("ransomware in hospitals", [0, 1]))),
    Evaluator("E3", written(("payroll", [-1, -1]), ("tax", [-2, -1]), ("ships and tax", [0, -1]), ("law", [-1, 0]))),
    Evaluator("E4", written(("law of the sea", [-1, 1]))),
)
APPLICATIONS = (
    Application("A1", written(("passive radar sees ships", [2, 1]), ("and rotors", [1, 1]))),
    Application("A2", written(("hospitals against ransomware", [1, 3]))),
)
PROBLEM = affinity.Problem(EVALUATORS, APPLICATIONS, (Asked("A1", "E3"),))
OUTCOME = affinity.hybrid(PROBLEM)
DECISION = OUTCOME.decision


def test_who_wrote_about_it_is_nearest_and_the_text_and_words_say_why() -> None:
    reason = next(one for one in DECISION.reasons if (one.application, one.evaluator) == ("A1", "E1"))
    assert (reason.text, set(reason.words)) == (0, {"radar", "ships"})
    assert max(DECISION.score("A1", e.id) for e in EVALUATORS) == DECISION.score("A1", "E1")
    assert max(DECISION.score("A2", e.id) for e in EVALUATORS) == DECISION.score("A2", "E2")


def test_the_table_runs_from_nought_to_one() -> None:
    cells = [cell for row in DECISION.units for cell in row]
    assert (min(cells), max(cells), DECISION.scale) == (0, 10**6, 10**6)


def test_the_nearest_three_and_what_was_asked_are_explained() -> None:
    told = [(one.application, one.evaluator) for one in DECISION.reasons]
    assert ("A1", "E3") in told
    assert [application for application, _ in told].count("A2") == 3


def test_the_table_is_what_an_assignment_takes() -> None:
    table = assignment.Table(DECISION.applications, DECISION.evaluators, DECISION.array, DECISION.scale)
    problem = assignment.Problem(
        tuple(assignment.Application(name, 1) for name in DECISION.applications),
        tuple(assignment.Evaluator(name, 1) for name in DECISION.evaluators),
        table,
    )
    assert assignment.min_cost_flow(problem).decision.pairs == (
        assignment.Pair("A1", "E1"),
        assignment.Pair("A2", "E2"),
    )


def test_half_counts_the_three_nearest_texts_and_half_all() -> None:
    """Four equal texts are one text; one far text among four draws less than half of the way down."""
    near, far = Passage("radar ships"), Passage("tax law")
    shelf = (Evaluator("E1", (near,)), Evaluator("E2", (near, near, near, far)), Evaluator("E3", (far,)))
    problem = affinity.Problem(shelf, (Application("A1", (near,)),))
    scores = affinity.lexical(problem).decision.units[0]
    assert (scores[0], scores[2]) == (10**6, 0)
    assert scores[1] == 875_000


def test_without_all_vectors_words_alone_count_and_the_outcome_says_so() -> None:
    bare = replace(PROBLEM, applications=(Application("A1", (Passage("radar"),)), APPLICATIONS[1]))
    outcome = affinity.hybrid(bare)
    assert outcome.decision == affinity.lexical(bare).decision
    assert outcome.trace[0].sentence == "Words alone count, since some texts have no vector."


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"evaluators": (EVALUATORS[1], EVALUATORS[1])}, "Evaluator E2 is given more than once."),
        ({"evaluators": (Evaluator("E", ()),)}, "Evaluator E has no text."),
        ({"applications": (Application("A", (Passage("\n"),)),)}, "Application A has an empty text."),
        ({"applications": (Application("E1", (Passage("x"),)),)},
         "E1 is the id of an evaluator and of an application."),
        ({"asked": (Asked("A1", "E9"),)}, "The pair A1 and E9 is not in the problem."),
        ({"evaluators": (Evaluator("E", written(("a", [1.0]))),)},
         "Vectors must be of one length; there are 1 numbers (Evaluator E) and 2 numbers (Application A1, passage 1)."),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_with_a_sentence(parts: dict[str, Any], told: str) -> None:
    with pytest.raises(Unusable) as refused:
        affinity.Problem(**{"evaluators": EVALUATORS, "applications": APPLICATIONS, **parts})
    assert refused.value.reasons == (told,)


def test_too_many_pairs_are_refused() -> None:
    texts = tuple(Passage("text") for _ in range(5_000))
    applications = tuple(Application(f"A{n}", texts[:1]) for n in range(4_001))
    with pytest.raises(TooLarge, match="There are 20005000 pairs of text and application; at most 20000000"):
        affinity.Problem((Evaluator("E", texts),), applications)


def planted(**changed: Any) -> tuple[str, ...]:
    decision = replace(DECISION, **changed)
    nearest = [max(row) for row in decision.units if row]
    mean = Fraction(sum(nearest), 10**6 * max(1, len(nearest)))
    return affinity.check(PROBLEM, changed_outcome(OUTCOME, decision=decision, objective=mean))


ROWS, REASONS = DECISION.units, DECISION.reasons


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"applications": ("A2", "A1")}, "The table does not stand for the applications and evaluators of the problem"),
        ({"units": ROWS[:1]}, "The table does not have an affinity for every pair."),
        ({"units": ((ROWS[0][0] - 50, *ROWS[0][1:]), ROWS[1])}, "The affinity of A1 and E1 is "),
        ({"reasons": (replace(REASONS[0], text=1), *REASONS[1:])},
         "Text 2 is not the one that brings A1 and E1 nearest."),
        ({"reasons": (replace(REASONS[0], words=("rotors",)), *REASONS[1:])},
         "The words that A1 and E1 share are not told as they are."),
        ({"reasons": (replace(REASONS[0], words=()), *REASONS[1:])},
         "The words that A1 and E1 share are not told as they are."),
        ({"reasons": REASONS[1:]}, "The nearest evaluators of A1 are not explained."),
        ({"reasons": tuple(one for one in REASONS if (one.application, one.evaluator) != ("A1", "E3"))},
         "No reason is given for A1 and E3."),
        ({"reasons": (*REASONS, Reason("A9", "E1", 0, ()))}, "A reason speaks of A9 and E1, which is not a pair"),
    ],
)  # fmt: skip
def test_a_planted_fault_is_found(changed: dict[str, Any], told: str) -> None:
    assert planted() == ()
    assert [fault for fault in planted(**changed) if fault.startswith(told)] != []


def test_a_fault_in_the_frame_is_found() -> None:
    changes: tuple[dict[str, Any], ...] = ({"objective": Fraction(3)}, {"problem_digest": "0"}, {"trace": ()})
    found = [affinity.check(PROBLEM, changed_outcome(OUTCOME, **change))[0] for change in changes]
    assert found[1:] == ["The outcome answers another problem.", "The explanation does not name A1."]
    assert found[0].startswith("The mean affinity of the nearest is ")
