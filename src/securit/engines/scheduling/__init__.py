"""Who meets whom, when: ``RULES[name](problem, seed=0)``, and ``check(problem, outcome)`` beside it."""

from securit.engines._shared.outcome import Limits, Outcome, Status
from securit.engines.scheduling.check import check
from securit.engines.scheduling.problem import Held, Meeting, Participant, Precedence, Problem, Slot, Table, Timetable
from securit.engines.scheduling.rules import RULES, complete, fewest_breaks, first_come, most_meetings, replan

__all__ = [
    "RULES",
    "Held",
    "Limits",
    "Meeting",
    "Outcome",
    "Participant",
    "Precedence",
    "Problem",
    "Slot",
    "Status",
    "Table",
    "Timetable",
    "check",
    "complete",
    "fewest_breaks",
    "first_come",
    "most_meetings",
    "replan",
]
