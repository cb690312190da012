from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from securit.engines import portfolio
from securit.engines._shared.errors import Infeasible, TooLarge, Unusable
from securit.engines.portfolio import (
    Envelope,
    Exclusion,
    Link,
    Marginal,
    Portfolio,
    Problem,
    Quota,
    Recipient,
    Step,
)
from tests.engines.worlds import candidate

FOUR = (
    candidate("A", 1, "14", 60_00, {"R": 40_00, "S": 20_00}, "1"),
    candidate("B", 2, "13", 50_00, {"S": 50_00}, "2"),
    candidate("C", 3, "12", 30_00, {"R": 30_00}, "1"),
    candidate("D", 4, "11", 10_00, {"T": 10_00}, "2"),
)


def funded(**given: Any) -> Portfolio:
    return portfolio.ranked_list(Problem(FOUR, **given)).decision


def test_the_ranked_list_skips_what_does_not_fit() -> None:
    assert funded(budget_cents=100_00) == Portfolio(("A", "C", "D"), ("B",), ())


def test_the_ranked_list_stops_at_the_first_that_does_not_fit() -> None:
    assert funded(budget_cents=100_00, marginal=Marginal.STOP) == Portfolio(("A",), ("B", "C", "D"), ())


def test_a_full_envelope_ends_only_its_own_list() -> None:
    envelope = (Envelope("domain one", 80_00, domain="1"),)
    five = (*FOUR, candidate("E", 5, "10", 10_00, domain="1"))
    skip, stop = (
        portfolio.ranked_list(Problem(five, 150_00, envelope, marginal=marginal)).decision
        for marginal in (Marginal.SKIP, Marginal.STOP)
    )
    assert skip == Portfolio(("A", "B", "D", "E"), ("C",), ())
    assert stop == Portfolio(("A", "B", "D"), ("C", "E"), ())


@pytest.mark.parametrize("marginal", Marginal)
def test_a_ceiling_bars_its_own_recipient_and_never_ends_the_list(marginal: Marginal) -> None:
    recipients = (Recipient("R", 60_00), Recipient("S", 60_00, committed_cents=5_00))
    decision = funded(budget_cents=200_00, recipients=recipients, marginal=marginal)
    assert decision == Portfolio(("A", "D"), (), ("B", "C"))


def test_a_ceiling_overrun_by_earlier_awards_bars_only_those_who_draw_on_it() -> None:
    assert funded(budget_cents=200_00, recipients=(Recipient("T", 5_00, 6_00),)) == Portfolio(
        ("A", "B", "C"), (), ("D",)
    )


def test_every_candidate_is_told_what_stood_in_the_way() -> None:
    problem = Problem(FOUR, 80_00, recipients=(Recipient("R", 60_00),), marginal=Marginal.STOP)
    assert [note.sentence for note in portfolio.ranked_list(problem).trace] == [
        "A, rank 1: funded with €60.",
        "B, rank 2: number 1 of the reserve list; it would overrun the budget (asks €50, €20 left).",
        "C, rank 3: not funded; it would overrun the ceiling of recipient R (asks €30, €20 left).",
        "D, rank 4: number 2 of the reserve list; the list ended before it at B, which the budget could not cover.",
    ]


def test_the_best_set_tells_each_departure_from_the_ranked_list() -> None:
    problem = Problem((candidate("A", 1, "5", 100), candidate("B", 2, "4", 50), candidate("C", 3, "4", 50)), 100)
    outcome = portfolio.best_set(problem)
    assert outcome.decision == Portfolio(("B", "C"), ("A",), ())
    told = "and scores 3 more in total, within the same bounds; what decides is the budget: it scores"
    assert [note.sentence for note in outcome.trace if note.code == "departure"] == [
        f"A, rank 1: the ranked list would fund it; this set leaves it out {told} 5 for €1 of it.",
        f"B, rank 2: the ranked list would not fund it; this set takes it in {told} 4 for €0.50 of it.",
        f"C, rank 3: the ranked list would not fund it; this set takes it in {told} 4 for €0.50 of it.",
    ]


def test_among_equally_good_sets_the_best_set_is_the_ranked_list() -> None:
    equals = tuple(candidate(name, rank, "5", 50) for rank, name in enumerate("DCBA", 1))
    for seed in range(6):
        assert portfolio.best_set(Problem(equals, 100), seed=seed).decision.funded == ("D", "C")


def test_a_quota_passes_over_and_lifts() -> None:
    most = Quota("one", "domain:1", at_most=1)
    assert portfolio.ranked_list(Problem(FOUR, 150_00, quotas=(most,))).decision == Portfolio(
        ("A", "B", "D"), ("C",), ()
    )
    least = Quota("two", "domain:2", at_least=2)
    problem = Problem(FOUR, 90_00, quotas=(least,))
    with pytest.raises(
        Infeasible, match=r"The ranked list reaches 0 of the 2 that quota two asks for; it lifts nobody\."
    ):
        portfolio.ranked_list(problem)
    outcome = portfolio.ranked_list_with_quotas(problem)
    assert outcome.decision == Portfolio(("B", "C", "D"), ("A",), ())
    assert [note.sentence for note in outcome.trace if note.code == "departure"] == [
        (
            "A, rank 1: the ranked list would fund it; this set leaves it out and scores 10 more in total,"
            " within the same bounds; it would overrun the budget (asks €60, €0 left)."
        ),
        (
            "B, rank 2: the ranked list would not fund it; this set takes it in and scores 10 more in total,"
            " within the same bounds; quota two asks for 2."
        ),
        (
            "D, rank 4: the ranked list would not fund it; this set takes it in and scores 10 more in total,"
            " within the same bounds; quota two asks for 2."
        ),
    ]


def test_links_exclusions_and_steps_are_kept_by_every_rule() -> None:
    five = (replace(FOUR[0], steps=(Step(20_00, Fraction(4)),)), *FOUR[1:])
    problem = Problem(five, 60_00, exclusions=(Exclusion("X", ("A", "C")),), links=(Link("L", ("C", "D")),))
    assert portfolio.ranked_list(problem).decision == Portfolio(("A",), ("B", "C", "D"), ())
    assert portfolio.best_set(problem).decision == Portfolio(("C", "D"), ("A", "B"), ())
    narrow = replace(problem, budget_cents=30_00)
    assert portfolio.ranked_list(narrow).decision == Portfolio(("A",), ("B", "C", "D"), (), (("A", 20_00),))


def test_what_cannot_be_kept_together_is_named_and_no_more() -> None:
    quotas = (Quota("two", "domain:2", at_least=2), Quota("one", "domain:1", at_least=1, at_most=1))
    problem = Problem(FOUR, 55_00, (Envelope("E", 10**6),), (Recipient("T", 10**6),), quotas=quotas)
    told = (
        (
            "No set of candidates keeps all of this: the budget is €55;"
            " quota two asks for at least 2 (2 of the candidates count)."
        ),
    )
    assert portfolio.clash_in(problem) == told
    with pytest.raises(Infeasible) as refused:
        portfolio.best_set(problem)
    assert refused.value.reasons == told


def test_those_who_share_a_rank_are_drawn_and_told_so() -> None:
    problem = Problem((candidate("A", 1, "5", 50), candidate("B", 1, "5", 50)), 50)
    assert {portfolio.ranked_list(problem, seed=seed).decision.funded for seed in range(8)} == {("A",), ("B",)}
    notes = portfolio.ranked_list(problem).trace
    assert [note.sentence.split(":")[0][1:] for note in notes] == [", rank 1, drawn among equals"] * 2


def test_contradictions_in_the_data_are_all_named() -> None:
    with pytest.raises(Unusable) as refused:
        Problem(
            (candidate("A", 0, "-1", 5, {"R": 4}), candidate("B", 1, "1", -5)),
            -1,
            (Envelope("one", -1),),
            (Recipient("R", 1, -1),),
        )
    assert refused.value.reasons == (
        "The budget cannot be negative.",
        "Candidate A cannot have the negative score -1.",
        "Candidate A cannot have rank 0; the best is 1.",
        "The shares of candidate A do not add up to the amount it asks.",
        "Candidate B cannot ask a negative amount.",
        "Envelope one cannot be negative.",
        "Recipient R has a negative ceiling or a negative amount committed.",
    )


def test_scores_and_amounts_beyond_exact_solving_are_refused() -> None:
    with pytest.raises(TooLarge, match="round them"):
        portfolio.best_set(Problem((candidate("A", 1, "1000000000000.5", 1), candidate("B", 2, "1", 1)), 1))
    with pytest.raises(TooLarge, match="hundred thousand million euros"):
        portfolio.best_set(Problem((), 10**13 + 1))
