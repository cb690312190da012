"""The rules of this engine by name."""

from __future__ import annotations

from collections.abc import Mapping

from securit.engines._shared.rule import Law, Rule, registry
from securit.engines.portfolio import best_set as _best_set
from securit.engines.portfolio import ranked_list as _ranked_list
from securit.engines.portfolio.problem import Portfolio, Problem

ranked_list: Rule[Problem, Portfolio] = Rule(
    engine="portfolio",
    name="ranked_list",
    version="1",
    explanation="Goes down the ranking and funds while money and ceilings allow; the rest is the reserve list.",
    weakness="One large application near the line can cost more score than the smaller ones it displaces.",
    laws=frozenset({Law.FOLLOWS_THE_RANKING}),
    is_exact=False,
    answer=_ranked_list.answer,
)

best_set: Rule[Problem, Portfolio] = Rule(
    engine="portfolio",
    name="best_set",
    version="1",
    explanation="Funds, among all sets the money allows, one with the greatest total score, near the ranked list.",
    weakness="It favours cheap applications, and a better ranked one may lose its place to two smaller ones.",
    laws=frozenset({Law.VALUE_DOES_NOT_DEPEND_ON_SEED, Law.MONOTONE_IN_BUDGET}),
    is_exact=True,
    answer=_best_set.answer,
)

RULES: Mapping[str, Rule[Problem, Portfolio]] = registry(ranked_list, best_set)
