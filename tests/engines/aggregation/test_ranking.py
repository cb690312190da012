from __future__ import annotations

from fractions import Fraction

import pytest

from securit.engines import aggregation
from securit.engines._shared.errors import Unusable
from securit.engines.aggregation import Basis, Criterion, Prefer, Problem, Rounding, Scored, Source, TieKey, Total
from tests.engines.worlds import DRAW, HORIZON, HORIZON_CHAIN, scored


def ranks(problem: Problem, seed: int = 0) -> list[tuple[str, int]]:
    return [(place.id, place.rank) for place in aggregation.weighted_ranking(problem, seed=seed).decision.places]


def test_thresholds_look_at_raw_scores_and_the_order_at_weighted_ones() -> None:
    problem = Problem(
        HORIZON,
        (
            scored("A", "5", "3", "4"),
            scored("B", "3", "5", "4"),
            scored("C", "2.5", "5", "5"),
            scored("D", "3", "3", "3"),
        ),
        overall_threshold=Fraction(10),
    )
    outcome = aggregation.weighted_ranking(problem)
    assert ranks(problem) == [("B", 1), ("A", 2)]
    assert outcome.decision.below_threshold == ("C", "D")
    assert [note.sentence for note in outcome.trace] == [
        "B stands first with a total of 14.5.",
        "B above A: total 14.5 > 13.5.",
        "C: not ranked; excellence 2.5 is below the threshold 3.",
        "D: not ranked; the sum of scores 9 is below the threshold 10.",
    ]


def test_a_threshold_may_be_held_against_the_weighted_mean() -> None:
    criteria = (Criterion("quality", Fraction(30)), Criterion("impact", Fraction(40)), Criterion("value", Fraction(30)))
    applications = (
        Scored("A", (("quality", Fraction(5)), ("impact", Fraction(6)), ("value", Fraction(4)))),
        Scored("B", (("quality", Fraction(7)), ("impact", Fraction(3)), ("value", Fraction(5)))),
    )
    problem = Problem(criteria, applications, Total.MEAN, Fraction(5), Basis.WEIGHTED)
    outcome = aggregation.weighted_ranking(problem)
    assert [(place.id, place.total) for place in outcome.decision.places] == [("A", Fraction("5.1"))]
    assert outcome.notes_about("B")[0].sentence == "B: not ranked; the weighted total 4.8 is below the threshold 5."


def test_a_tie_is_broken_by_the_first_key_that_differs_and_the_pair_is_told() -> None:
    problem = Problem(
        HORIZON,
        (scored("A", "4.5", "4", "4"), scored("B", "4", "4", "4.5"), scored("C", "4.5", "4", "4", countries="3")),
        tie_breaks=HORIZON_CHAIN,
    )
    assert ranks(problem) == [("C", 1), ("A", 2), ("B", 3)]
    assert [note.sentence for note in aggregation.weighted_ranking(problem).trace][1:] == [
        "C above A: equal total 14.5, higher countries 3 > 2.",
        "A above B: equal total 14.5, higher excellence 4.5 > 4.",
    ]


def test_ties_left_over_share_a_rank_and_the_next_rank_is_skipped() -> None:
    problem = Problem(
        HORIZON,
        (scored("A", "4", "4", "4"), scored("B", "4", "4", "4"), scored("C", "4", "3.5", "4")),
        tie_breaks=HORIZON_CHAIN,
    )
    assert ranks(problem) == [("A", 1), ("B", 1), ("C", 3)]
    assert aggregation.weighted_ranking(problem).trace[1].sentence == (
        "A and B share a rank: equal total 14 and every tie-break equal."
    )


def test_a_published_draw_decides_what_is_left_over() -> None:
    problem = Problem(HORIZON, (scored("A", "4", "4", "4"), scored("B", "4", "4", "4")), tie_breaks=(DRAW,))
    assert {tuple(ranks(problem, seed)) for seed in range(8)} == {(("A", 1), ("B", 2)), (("B", 1), ("A", 2))}


def test_a_key_may_prefer_the_lower_fact() -> None:
    earlier = TieKey(Source.FACT, "arrival", Prefer.LOWER)
    one = (Criterion("merit"),)
    applications = tuple(
        Scored(name, (("merit", Fraction(4)),), (("arrival", Fraction(n)),)) for name, n in (("A", 2), ("B", 1))
    )
    problem = Problem(one, applications, tie_breaks=(earlier,))
    assert ranks(problem) == [("B", 1), ("A", 2)]
    assert aggregation.weighted_ranking(problem).trace[1].sentence == "B above A: equal total 4, lower arrival 1 < 2."


def test_totals_are_rounded_as_published_before_they_are_compared() -> None:
    criteria = (Criterion("merit", Fraction(1, 3)),)
    applications = (Scored("A", (("merit", Fraction(4)),)), Scored("B", (("merit", Fraction("4.01")),)))
    assert ranks(Problem(criteria, applications, rounding=Rounding(2))) == [("B", 1), ("A", 2)]
    assert ranks(Problem(criteria, applications, rounding=Rounding(1))) == [("A", 1), ("B", 1)]


def test_contradictions_in_the_data_are_all_named() -> None:
    with pytest.raises(Unusable) as refused:
        Problem(
            (Criterion("merit", Fraction(0)),),
            (Scored("A", ()),),
            tie_breaks=(
                DRAW,
                TieKey(Source.CRITERION, "fame"),
                TieKey(Source.FACT, "countries"),
                TieKey(Source.RAW_TOTAL, prefer=Prefer.LOWER),
            ),
        )
    assert refused.value.reasons == (
        "At least one criterion must have a weight above zero.",
        "The draw decides every tie, so it must be the last key of the chain.",
        "A tie-break names criterion fame, which is not in the problem.",
        "A tie-break cannot prefer the lower score; a better score would cost a place.",
        "Application A needs one score on each of merit.",
        "Application A lacks the fact “countries” that a tie-break asks for.",
    )


def test_mean_and_median_are_exact() -> None:
    scores = [Fraction(4), Fraction("3.5"), Fraction(3), Fraction(5)]
    assert (aggregation.mean(scores[:3]), aggregation.mean(scores)) == (Fraction("3.5"), Fraction(31, 8))
    assert (aggregation.median(scores[:3]), aggregation.median(scores)) == (Fraction("3.5"), Fraction("3.75"))
    for combine in (aggregation.mean, aggregation.median):
        with pytest.raises(ValueError, match="There is no score"):
            combine([])
