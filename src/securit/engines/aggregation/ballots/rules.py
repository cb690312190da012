"""The rules on ballots by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from securit.engines._shared.rule import Law, Rule, registry
from securit.engines.aggregation.ballots import equal_shares, ranking
from securit.engines.aggregation.ballots.problem import Choice, Problem

ENGINE = "aggregation.ballots"


def _ranking(
    name: str,
    standings: Callable[[Problem], ranking.Standings],
    word: str,
    explanation: str,
    weakness: str,
    *laws: Law,
) -> Rule[Problem, Choice]:
    return Rule(
        engine=ENGINE,
        name=name,
        version="1",
        explanation=explanation,
        weakness=weakness,
        laws=frozenset(laws),
        is_exact=True,
        answer=partial(ranking.answer, standings, word),
    )


mean_mark = _ranking(
    "mean_mark",
    ranking.by_mean,
    "mean",
    "Orders by the mean mark.",
    "Whoever uses the ends of the scale counts for more than whoever marks with measure.",
    Law.MONOTONE_IN_SCORE,
    Law.INDEPENDENT_OF_OTHERS,
)
median_mark = _ranking(
    "median_mark",
    ranking.by_median,
    "median",
    "Orders by the middle mark, or the mean of the two in the middle.",
    "Many options share a rank, and nearly half of the voters may go unheard.",
    Law.MONOTONE_IN_SCORE,
    Law.INDEPENDENT_OF_OTHERS,
)
majority_judgement = _ranking(
    "majority_judgement",
    ranking.by_majority_judgement,
    "majority grade",
    "Orders by the grade that a majority gives at least; equals by the grades next to it, one after the other.",
    "An option that nearly all prefer can lose to one whose middle grade is higher.",
    Law.MONOTONE_IN_SCORE,
    Law.INDEPENDENT_OF_OTHERS,
)
approval = _ranking(
    "approval",
    ranking.by_approval,
    "approvals",
    "Orders by how many voters approve.",
    "The largest group may take everything, since every approval counts anew for each option.",
    Law.MONOTONE_IN_SCORE,
    Law.INDEPENDENT_OF_OTHERS,
)
borda = _ranking(
    "borda",
    ranking.by_borda,
    "points",
    "Each ballot gives an option a point per option marked lower, half a point per other one marked alike.",
    "Who else stands for election decides: a similar option more can turn two others round.",
    Law.MONOTONE_IN_SCORE,
)
schulze = _ranking(
    "schulze",
    ranking.by_schulze,
    "options that do not beat it",
    "Compares options two by two; one beats another when its strongest chain of majorities is the stronger one.",
    "The chains are hard to follow by hand, and many options can share a rank.",
)
method_of_equal_shares: Rule[Problem, Choice] = Rule(
    engine=ENGINE,
    name="method_of_equal_shares",
    version="1",
    explanation="Gives every voter the same part of the budget; supporters buy together what costs each of them least.",
    weakness="It may leave much of the budget unspent, where no group can pay alone.",
    laws=frozenset({Law.PROPORTIONAL, Law.MONOTONE_IN_SCORE}),
    is_exact=True,
    answer=equal_shares.answer,
)
method_of_equal_shares_greedy: Rule[Problem, Choice] = Rule(
    engine=ENGINE,
    name="method_of_equal_shares_greedy",
    version="1",
    explanation="Buys by equal shares, then by the number of approvals whatever still fits.",
    weakness="What is left of the budget goes to the largest group, as if shares had never been equal.",
    laws=frozenset({Law.PROPORTIONAL, Law.MONOTONE_IN_SCORE}),
    is_exact=True,
    answer=equal_shares.answer_with_greedy,
)
method_of_equal_shares_add1: Rule[Problem, Choice] = Rule(
    engine=ENGINE,
    name="method_of_equal_shares_add1",
    version="1",
    explanation="Raises equal shares by a hundredth at a time while the budget lasts, then fills in by approvals.",
    weakness="The shares end above the budget, a step more can change the whole choice, and it takes many repetitions.",
    laws=frozenset({Law.PROPORTIONAL}),
    is_exact=True,
    answer=equal_shares.answer_with_add1,
)

RULES: Mapping[str, Rule[Problem, Choice]] = registry(
    mean_mark,
    median_mark,
    majority_judgement,
    approval,
    borda,
    schulze,
    method_of_equal_shares,
    method_of_equal_shares_greedy,
    method_of_equal_shares_add1,
)
