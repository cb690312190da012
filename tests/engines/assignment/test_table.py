from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from securit.engines import Unusable, assignment
from securit.engines.assignment import Application, Conflict, Evaluator, Problem, Table
from tests.engines.worlds import evaluation_of

IDS = ("A1", "A2"), ("E1", "E2", "E3")
SCORES = np.array([[0.25, 0.5, 1.0], [1.0, 0.75, np.nan]])
BARRED = np.array([[False, False, False], [False, False, True]])
TABLE = Table.rounded(*IDS, SCORES, barred=BARRED, because="own institute")


def in_a_table(problem: Problem) -> Problem:
    """The same problem with its affinities and conflicts in a table."""
    applications, evaluators = [a.id for a in problem.applications], [e.id for e in problem.evaluators]
    units = np.zeros((len(applications), len(evaluators)), dtype=np.int64)
    barred = np.zeros(units.shape, dtype=np.bool_)
    assert not isinstance(problem.affinities, Table)
    for a, e, score in problem.affinities:
        units[applications.index(a), evaluators.index(e)] = score * 100
    for a, e, _ in problem.conflicts:
        barred[applications.index(a), evaluators.index(e)] = True
    table = Table(tuple(applications), tuple(evaluators), units, 100, barred)
    return replace(problem, affinities=table, conflicts=())


def test_scores_become_whole_numbers_on_the_smallest_exact_scale() -> None:
    assert (TABLE.scale, TABLE.units.tolist()) == (4, [[1, 2, 4], [4, 3, 0]])
    assert TABLE.score("A2", "E2") == Fraction(3, 4)


def test_rows_and_columns_are_sorted_by_id_and_cannot_be_written() -> None:
    turned = Table.rounded(IDS[0][::-1], IDS[1][::-1], SCORES[::-1, ::-1], barred=BARRED[::-1, ::-1])
    assert turned == replace(TABLE, because="barred in the table")
    assert hash(turned) == hash(TABLE)
    with pytest.raises(ValueError, match="read-only"):
        turned.units[0, 0] = 9


def test_a_table_is_stored_and_read_back_with_the_same_digest() -> None:
    problem = Problem(
        tuple(Application(name, 1) for name in IDS[0]),
        tuple(Evaluator(name, 1) for name in IDS[1]),
        TABLE,
        (Conflict("A1", "E1", "friend"),),
    )
    again = Problem.from_data(json.loads(json.dumps(problem.to_data())))
    assert again == problem
    assert again.digest == problem.digest


@pytest.mark.parametrize("rule", ["min_cost_flow", "greedy"])
def test_a_table_and_rows_of_the_same_scores_have_the_same_answer(rule: str) -> None:
    problem = evaluation_of(12, 9)
    by_rows, by_table = (assignment.RULES[rule](one, seed=3) for one in (problem, in_a_table(problem)))
    assert by_table.decision == by_rows.decision
    assert by_table.objectives == by_rows.objectives
    assert by_table.trace == by_rows.trace
    assert assignment.check(in_a_table(problem), by_table) == ()


def test_the_reason_of_a_barred_pair_is_told() -> None:
    problem = Problem((Application("A2", 1),), tuple(Evaluator(e, 1) for e in IDS[1]), Table(("A2",), *rest_of(TABLE)))
    pairs = assignment.min_cost_flow(problem).decision.pairs
    told = assignment.why_not(problem, pairs, "A2", "E3")
    assert told == "Evaluator E3 and application A2: there is a conflict (own institute)."


def rest_of(table: Table) -> tuple[tuple[str, ...], np.ndarray, int, np.ndarray, str]:
    """The table without its first row."""
    return table.evaluators, table.units[1:], table.scale, table.barred[1:], table.because


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"scale": 0}, "The scale of the table cannot be 0; it is at least 1."),
        ({"applications": ("A1", "A1")}, "The table's application A1 is given more than once."),
        ({"evaluators": ("E1", "E2")}, "The table is not 2 applications by 2 evaluators."),
        (
            {"units": TABLE.units.astype(np.float64)},
            "The table holds float64 and bool; it takes 64-bit whole numbers and truth values.",
        ),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(changed: dict[str, object], reason: str) -> None:
    with pytest.raises(Unusable) as refused:
        replace(TABLE, **changed)
    assert refused.value.reasons == (reason,)


def test_a_score_that_is_not_a_number_is_refused_with_its_place() -> None:
    with pytest.raises(Unusable) as refused:
        Table.rounded(*IDS, SCORES)
    assert refused.value.reasons == ("The score of A2 and E3 is not a number.",)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"units": [[1, 2, 3]]}, "“units” must be a list of 2 lists."),
        ({"units": [[1, 2, 3], [1, 2]]}, "“units” must hold one number for each evaluator in every row."),
        ({"units": [[1, 2, 3], [1, 2, 0.5]]}, "“units” must hold whole numbers."),
        ({"barred": [[], [3]]}, "“barred” names a column that the table does not have."),
    ],
)
def test_a_stored_table_of_another_shape_is_refused(changed: dict[str, object], reason: str) -> None:
    with pytest.raises(Unusable) as refused:
        Table.from_data({**TABLE.to_data(), **changed})
    assert refused.value.reasons == (reason,)


def test_a_table_that_speaks_of_strangers_is_refused() -> None:
    with pytest.raises(Unusable) as refused:
        Problem((Application("A1"),), tuple(Evaluator(e, 1) for e in IDS[1][1:]), TABLE)
    assert refused.value.reasons == (
        "One row of the table names application A2, which is not in the problem.",
        "One column of the table names evaluator E1, who is not in the problem.",
    )
