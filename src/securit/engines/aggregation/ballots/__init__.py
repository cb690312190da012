"""Many ballots → one order, or a set under a budget: ``RULES[name](problem, seed=0)``; ``check`` beside it."""

from securit.engines._shared.outcome import Limits, Outcome, Status
from securit.engines.aggregation.ballots.check import check
from securit.engines.aggregation.ballots.problem import Ballot, Choice, Option, Place, Problem
from securit.engines.aggregation.ballots.proportionality import ejr_plus_faults
from securit.engines.aggregation.ballots.rules import (
    RULES,
    approval,
    borda,
    majority_judgement,
    mean_mark,
    median_mark,
    method_of_equal_shares,
    method_of_equal_shares_add1,
    method_of_equal_shares_greedy,
    schulze,
)

__all__ = [
    "RULES",
    "Ballot",
    "Choice",
    "Limits",
    "Option",
    "Outcome",
    "Place",
    "Problem",
    "Status",
    "approval",
    "borda",
    "check",
    "ejr_plus_faults",
    "majority_judgement",
    "mean_mark",
    "median_mark",
    "method_of_equal_shares",
    "method_of_equal_shares_add1",
    "method_of_equal_shares_greedy",
    "schulze",
]
