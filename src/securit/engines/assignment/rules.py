"""The rules of this engine by name."""

from __future__ import annotations

from collections.abc import Mapping

from securit.engines._shared.rule import Law, Rule, registry
from securit.engines.assignment import fewest_changes as _fewest_changes
from securit.engines.assignment import greedy as _greedy
from securit.engines.assignment import lexicographic as _lexicographic
from securit.engines.assignment import leximin as _leximin
from securit.engines.assignment import min_cost_flow as _min_cost_flow
from securit.engines.assignment import randomised as _randomised
from securit.engines.assignment.problem import Assignment, Problem

min_cost_flow: Rule[Problem, Assignment] = Rule(
    engine="assignment",
    name="min_cost_flow",
    version="2",
    explanation="Chooses, among all allowed assignments, one with the greatest total affinity, and proves it.",
    weakness="The total may be bought at the expense of one application that gets only middling evaluators.",
    laws=frozenset({Law.VALUE_DOES_NOT_DEPEND_ON_SEED, Law.MONOTONE_IN_LOAD}),
    is_exact=True,
    answer=_min_cost_flow.answer,
    solver=("ortools.graph.python.min_cost_flow",),
)

lexicographic: Rule[Problem, Assignment] = Rule(
    engine="assignment",
    name="lexicographic",
    version="2",
    explanation="Lifts the worst-off application as high as it can be, then takes the greatest total, and proves both.",
    weakness="One application that nobody suits holds the floor down, and the total pays for the last step up.",
    laws=frozenset({Law.VALUE_DOES_NOT_DEPEND_ON_SEED}),
    is_exact=True,
    answer=_lexicographic.answer,
    solver=("ortools.graph.python.min_cost_flow", "scipy.optimize"),
)

leximin: Rule[Problem, Assignment] = Rule(
    engine="assignment",
    name="leximin",
    version="1",
    explanation="Lifts the worst-off application as high as it can be, then the second worst, and so on up.",
    weakness="A trifle more for one poorly served application outweighs any loss of all that are better served.",
    laws=frozenset({Law.VALUE_DOES_NOT_DEPEND_ON_SEED}),
    is_exact=True,
    answer=_leximin.answer,
    solver=("ortools.graph.python.min_cost_flow", "scipy.optimize"),
)

fewest_changes: Rule[Problem, Assignment] = Rule(
    engine="assignment",
    name="fewest_changes",
    version="1",
    explanation="Keeps as many pairs of the earlier assignment as can stay, then takes the greatest total.",
    weakness="It keeps a poor pair as faithfully as a good one, however much a single change would gain.",
    laws=frozenset({Law.VALUE_DOES_NOT_DEPEND_ON_SEED}),
    is_exact=True,
    answer=_fewest_changes.answer,
    solver=("ortools.graph.python.min_cost_flow",),
)

randomised: Rule[Problem, Assignment] = Rule(
    engine="assignment",
    name="randomised",
    version="1",
    explanation="Draws the assignment so that no pair is likelier than allowed, with the greatest expected total.",
    weakness="Nobody can count on a pair, and the draw may give an application fewer of its best evaluators.",
    laws=frozenset({Law.VALUE_DOES_NOT_DEPEND_ON_SEED, Law.MONOTONE_IN_LOAD}),
    is_exact=True,
    answer=_randomised.answer,
    solver=("ortools.graph.python.min_cost_flow",),
)

greedy: Rule[Problem, Assignment] = Rule(
    engine="assignment",
    name="greedy",
    version="1",
    explanation="Takes the best pair that still fits, again and again, then moves pairs until everybody is served.",
    weakness="Early choices are never weighed against later ones; applications settled last can fare badly.",
    laws=frozenset(),
    is_exact=False,
    answer=_greedy.answer,
)

RULES: Mapping[str, Rule[Problem, Assignment]] = registry(
    min_cost_flow, lexicographic, leximin, fewest_changes, randomised, greedy
)
