"""Pure decisions: a frozen problem goes in, an outcome with its proof comes out. No framework, no clock, no I/O.

What callers of every engine need stands here; each engine's own problem, rules and checker in its package.
"""

from securit.engines._shared.draws import draw
from securit.engines._shared.errors import Infeasible, Refused, TooLarge, Unusable
from securit.engines._shared.exact import exact, plain
from securit.engines._shared.outcome import Limits, Note, Objective, Outcome, Sense, Status, Watch, outcome_from_data
from securit.engines._shared.rule import Law, Rule

__all__ = [
    "Infeasible",
    "Law",
    "Limits",
    "Note",
    "Objective",
    "Outcome",
    "Refused",
    "Rule",
    "Sense",
    "Status",
    "TooLarge",
    "Unusable",
    "Watch",
    "draw",
    "exact",
    "outcome_from_data",
    "plain",
]
