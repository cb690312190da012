from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from securit.engines import Infeasible, TooLarge, assignment
from securit.engines.assignment import FORBIDDEN, Application, Blocks, Evaluator, Problem, Table, certified, faults_of

lawful = settings(max_examples=40, deadline=None, derandomize=True, database=None)


def blocks_of(units: np.ndarray, required: int, most: int, least: int = 0, **how: int) -> Blocks:
    """Blocks that read from an array."""
    return Blocks(
        tuple(Application(f"A{i:04}", required) for i in range(units.shape[0])),
        tuple(Evaluator(f"E{j:04}", most, least) for j in range(units.shape[1])),
        lambda start, stop: units[start:stop],
        10,
        **how,
    )


def in_one_table(blocks: Blocks, units: np.ndarray) -> Problem:
    """The same problem, all at once."""
    names = tuple(a.id for a in blocks.applications), tuple(e.id for e in blocks.evaluators)
    barred = units == FORBIDDEN
    return Problem(blocks.applications, blocks.evaluators, Table(*names, np.where(barred, 0, units), 10, barred))


@lawful
@given(
    seed=st.integers(0, 10**6),
    shape=st.tuples(st.integers(1, 40), st.integers(3, 12)),
    least=st.integers(0, 1),
    height=st.integers(1, 5),
)
def test_blocks_have_the_total_of_the_whole_table(seed: int, shape: tuple[int, int], least: int, height: int) -> None:
    dice = np.random.default_rng(seed)
    units = dice.integers(-5, 20, shape)
    units[dice.random(shape) < 0.15] = FORBIDDEN
    blocks = blocks_of(units, 2, -(-2 * shape[0] // shape[1]) + 1, least, height=height, candidates=2)
    problem = in_one_table(blocks, units)
    if assignment.reasons_against(problem):
        with pytest.raises(Infeasible):
            certified(blocks)
    else:
        answer = certified(blocks)
        assert answer.total == assignment.min_cost_flow(problem).objective
        assert faults_of(blocks, answer) == ()


def test_every_planted_corruption_is_found() -> None:
    units = np.array([[5, 4, FORBIDDEN], [5, 1, 1]])
    blocks = blocks_of(units, 1, 1)
    answer = certified(blocks)
    assert (answer.total, answer.pairs.tolist()) == (Fraction(9, 10), [[0, 1], [1, 0]])
    low = replace(answer, total=Fraction(1))
    assert faults_of(blocks, low) == ("The total is 9/10, not 1.",)
    forbidden = replace(answer, pairs=np.array([[0, 2], [1, 0]]))
    assert faults_of(blocks, forbidden)[0] == "A forbidden pair was chosen."
    doubled = replace(answer, pairs=np.array([[0, 1], [0, 1]]))
    assert faults_of(blocks, doubled)[:3] == (
        "A pair stands twice.",
        "An application does not have the evaluators it needs.",
        "An evaluator reads too much or too little.",
    )
    dear = replace(answer, prices=replace(answer.prices, evaluators=answer.prices.evaluators + 1))
    assert faults_of(blocks, dear) == ("From the prices follows 11/10, not 9/10.",)


def test_the_digest_depends_on_every_score_and_not_on_the_height_of_the_blocks() -> None:
    units = np.arange(12).reshape(4, 3)
    digest = blocks_of(units, 1, 2).digest
    assert blocks_of(units, 1, 2, height=1).digest == digest
    assert blocks_of(units + (units == 7), 1, 2).digest != digest


def test_scores_beyond_exact_solving_are_refused() -> None:
    with pytest.raises(TooLarge, match="give fewer digits"):
        certified(blocks_of(np.array([[10**10]]), 1, 1))
