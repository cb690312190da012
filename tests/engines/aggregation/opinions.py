"""Small elections in domain words, and a Hypothesis strategy that makes many of them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from hypothesis import strategies as st

from securit.engines.aggregation import ballots

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
