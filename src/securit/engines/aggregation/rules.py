"""The rules of this engine by name."""

from __future__ import annotations

from collections.abc import Mapping

from securit.engines._shared.rule import Law, Rule, registry
from securit.engines.aggregation import weighted_ranking as _weighted_ranking
from securit.engines.aggregation.problem import Problem, Ranking

weighted_ranking: Rule[Problem, Ranking] = Rule(
    engine="aggregation",
    name="weighted_ranking",
    version="1",
    explanation="Leaves out who is below a threshold, orders the rest by weighted total, breaks ties as published.",
    weakness="It takes scores at face value: a severe set of evaluators costs their applications places.",
    laws=frozenset({Law.MONOTONE_IN_SCORE, Law.INDEPENDENT_OF_OTHERS}),
    is_exact=True,
    answer=_weighted_ranking.answer,
)

RULES: Mapping[str, Rule[Problem, Ranking]] = registry(weighted_ranking)
