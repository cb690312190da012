"""Rules as data: predicates over frozen facts that give a result, a reason and a remedy.

A leaf library: no database, no request, no clock. A call's eligibility rules are read once with
:func:`parse_rules`, kept with the call, and asked with :func:`evaluate` about the canonical content of one
application version. What the facts do not tell is *unresolved*, never silently met.
"""

from securit.machinery.rules.conditions import Words
from securit.machinery.rules.evaluation import Finding, Verdict, evaluate, judge
from securit.machinery.rules.logic import Result
from securit.machinery.rules.predicates import Rule, Severity
from securit.machinery.rules.reading import parse_rules

__all__ = ["Finding", "Result", "Rule", "Severity", "Verdict", "Words", "evaluate", "judge", "parse_rules"]
