"""Small elections and score lists in domain words, and Hypothesis strategies that make many of them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from hypothesis import strategies as st

from securit.engines.aggregation import ballots, scores

Marks = Mapping[str, int]


def election(costs: Mapping[str, int], written: tuple[tuple[int, Marks], ...], budget: int = 0) -> ballots.Problem:
    """An election from short tables: what each option costs, and how many voters wrote which marks."""
    return ballots.Problem(
        tuple(ballots.Option(name, cost) for name, cost in costs.items()),
        tuple(
            ballots.Ballot(tuple((name, Fraction(mark)) for name, mark in marks.items()), count)
            for count, marks in written
        ),
        budget,
    )


@st.composite
def elections(draw: st.DrawFn) -> ballots.Problem:
    """Up to four options and four different ballots with marks of 0 to 3, blank ones among them; ties abound."""
    names = "ABCD"[: draw(st.integers(0, 4))]
    written = st.dictionaries(st.sampled_from(names), st.integers(0, 3), min_size=1) if names else st.nothing()
    return ballots.Problem(
        tuple(ballots.Option(name, draw(st.integers(1, 3))) for name in names),
        tuple(
            ballots.Ballot(tuple((name, Fraction(mark, 2)) for name, mark in marks.items()), draw(st.integers(1, 2)))
            for marks in (draw(st.lists(written, max_size=4)) if names else [])
        ),
        draw(st.integers(0, 8)),
        draw(st.integers(0, 1)),
        draw(st.sampled_from([Fraction(0), Fraction(0), Fraction(1)])),
        draw(st.sampled_from([Fraction(1), Fraction(1, 2)])),
    )


def readings(table: Mapping[str, Mapping[str, str]], budget: int = 0, samples: int = 100) -> scores.Problem:
    """Scores from a short table: application → evaluator → score; everybody asks for 1."""
    return scores.Problem(
        tuple(scores.Applicant(name) for name in table),
        tuple(scores.Report(a, e, Fraction(score)) for a, row in table.items() for e, score in row.items()),
        budget,
        samples=samples,
    )


@st.composite
def score_lists(draw: st.DrawFn) -> scores.Problem:
    """Up to four applications read by one to three of four evaluators in half points; equal scores abound."""
    names = [f"A{i}" for i in range(draw(st.integers(0, 4)))]
    reports = [
        scores.Report(name, evaluator, Fraction(draw(st.integers(0, 10)), 2))
        for name in names
        for evaluator in sorted(draw(st.sets(st.sampled_from(["E1", "E2", "E3", "E4"]), min_size=1, max_size=3)))
    ]
    return scores.Problem(
        tuple(scores.Applicant(name, draw(st.integers(0, 3))) for name in names),
        tuple(reports),
        draw(st.integers(0, 6)),
        draw(st.sampled_from(scores.Prefer)),
        draw(st.integers(2, 6)),
        100,
    )
