"""The rules of team completion by name."""

from __future__ import annotations

from collections.abc import Mapping

from securit.engines._shared.rule import Rule, registry
from securit.engines.matching.teams import column_generation as _column_generation
from securit.engines.matching.teams import greedy as _greedy
from securit.engines.matching.teams.problem import Problem, Teams

ENGINE = "matching.teams"

column_generation: Rule[Problem, Teams] = Rule(
    engine=ENGINE,
    name="column_generation",
    version="1",
    explanation="Serves as many challenges as it can, then lifts the worst-served, then the total, and bounds each.",
    weakness="Among very contested organisations the bound may stay a little above what whole teams can reach.",
    laws=frozenset(),
    is_exact=False,
    answer=_column_generation.answer,
    solver=("scipy.optimize",),
)

greedy: Rule[Problem, Teams] = Rule(
    engine=ENGINE,
    name="greedy",
    version="1",
    explanation="Gives one challenge after the other its best team among those left, the hardest to serve first.",
    weakness="Who comes last finds the best organisations taken, or nobody who completes the team.",
    laws=frozenset(),
    is_exact=False,
    answer=_greedy.answer,
)

RULES: Mapping[str, Rule[Problem, Teams]] = registry(column_generation, greedy)
