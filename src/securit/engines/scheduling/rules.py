"""The rules of this engine by name."""

from __future__ import annotations

from collections.abc import Mapping

from securit.engines._shared.rule import Law, Rule, registry
from securit.engines.scheduling import complete as _complete
from securit.engines.scheduling import fewest_breaks as _fewest_breaks
from securit.engines.scheduling import first_come as _first_come
from securit.engines.scheduling import most_meetings as _most_meetings
from securit.engines.scheduling import replan as _replan
from securit.engines.scheduling.problem import Problem, Timetable

first_come: Rule[Problem, Timetable] = Rule(
    engine="scheduling",
    name="first_come",
    version="1",
    explanation="Gives each meeting, in the order of asking, the first slot that is still free for everybody.",
    weakness="Early requests take the slots that later ones alone could use; breaks are not looked at.",
    laws=frozenset(),
    is_exact=False,
    answer=_first_come.answer,
    solver=("scipy.optimize",),
)

fewest_breaks: Rule[Problem, Timetable] = Rule(
    engine="scheduling",
    name="fewest_breaks",
    version="1",
    explanation="Holds every meeting with the fewest breaks, then the fewest idle slots, and proves both.",
    weakness="Where not all meetings can be held it refuses; the time it needs is hard to foretell.",
    laws=frozenset({Law.VALUE_DOES_NOT_DEPEND_ON_SEED, Law.MONOTONE_IN_LOAD}),
    is_exact=True,
    answer=_fewest_breaks.answer,
    solver=("pysat.solvers", "scipy.optimize"),
)

most_meetings: Rule[Problem, Timetable] = Rule(
    engine="scheduling",
    name="most_meetings",
    version="1",
    explanation="Holds meetings of the greatest total weight, then gives the worst-off participant the best share.",
    weakness="Breaks are not looked at, so a day may be scattered; sought-after participants are filled up.",
    laws=frozenset({Law.VALUE_DOES_NOT_DEPEND_ON_SEED, Law.MONOTONE_IN_LOAD}),
    is_exact=True,
    answer=_most_meetings.answer,
    solver=("pysat.solvers", "scipy.optimize"),
)

complete: Rule[Problem, Timetable] = Rule(
    engine="scheduling",
    name="complete",
    version="1",
    explanation="Chooses the most meetings, then gives these the fewest breaks, idle slots and moves between tables.",
    weakness="Breaks are the fewest for the chosen meetings; another choice of equal worth might have fewer.",
    laws=frozenset({Law.VALUE_DOES_NOT_DEPEND_ON_SEED, Law.MONOTONE_IN_LOAD}),
    is_exact=False,
    answer=_complete.answer,
    solver=("pysat.solvers", "scipy.optimize"),
)

replan: Rule[Problem, Timetable] = Rule(
    engine="scheduling",
    name="replan",
    version="1",
    explanation="Holds the most weight, then keeps as many meetings of the earlier timetable in their slots as can be.",
    weakness="Breaks and fairness are not looked at again; the day may become more scattered than it was.",
    laws=frozenset({Law.VALUE_DOES_NOT_DEPEND_ON_SEED, Law.MONOTONE_IN_LOAD}),
    is_exact=True,
    answer=_replan.answer,
    solver=("scipy.optimize",),
)

RULES: Mapping[str, Rule[Problem, Timetable]] = registry(first_come, most_meetings, fewest_breaks, complete, replan)
