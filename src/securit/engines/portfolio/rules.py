"""The rules of this engine by name."""

from __future__ import annotations

from collections.abc import Mapping

from securit.engines._shared.rule import Law, Rule, registry
from securit.engines.portfolio import best_set as _best_set
from securit.engines.portfolio import ranked_list as _ranked_list
from securit.engines.portfolio import ranked_list_with_quotas as _ranked_list_with_quotas
from securit.engines.portfolio.problem import Portfolio, Problem

ranked_list: Rule[Problem, Portfolio] = Rule(
    engine="portfolio",
    name="ranked_list",
    version="2",
    explanation="Goes down the ranking and funds while money, ceilings and quotas allow; the rest is the reserve list.",
    weakness="One large application near the line can cost more score than smaller ones; it lifts nobody for a quota.",
    laws=frozenset({Law.FOLLOWS_THE_RANKING}),
    is_exact=False,
    answer=_ranked_list.answer,
)

ranked_list_with_quotas: Rule[Problem, Portfolio] = Rule(
    engine="portfolio",
    name="ranked_list_with_quotas",
    version="1",
    explanation="Keeps to the ranked list; where a quota asks for more than it reaches, the fewest on it give way.",
    weakness="Who gives way may be one large application, when that frees the money for all that a quota asks for.",
    laws=frozenset(),
    is_exact=False,
    answer=_ranked_list_with_quotas.answer,
    solver=("scipy.optimize",),
)

best_set: Rule[Problem, Portfolio] = Rule(
    engine="portfolio",
    name="best_set",
    version="2",
    explanation="Funds, among all sets the money allows, one with the greatest total score, near the ranked list.",
    weakness="It favours cheap applications, and a better ranked one may lose its place to two smaller ones.",
    laws=frozenset({Law.VALUE_DOES_NOT_DEPEND_ON_SEED, Law.MONOTONE_IN_BUDGET}),
    is_exact=True,
    answer=_best_set.answer,
    solver=("scipy.optimize",),
)

RULES: Mapping[str, Rule[Problem, Portfolio]] = registry(ranked_list, ranked_list_with_quotas, best_set)
