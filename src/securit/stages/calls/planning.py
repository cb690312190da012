"""How many evaluators, days and euros a call needs, from a guess at how many apply. Leaf: numbers in and out.

The number of applications is uncertain: least, most likely and most are guessed, and the triangular distribution of
these three is taken. Whatever follows from it grows with it, so that its quantiles are those of the number of
applications, exactly; nothing is drawn at random. How many have to be invited is the smallest number of which, by the
binomial distribution, enough say yes and are free of conflicts in nine cases of ten.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from fractions import Fraction

LOW, MIDDLE, HIGH = Decimal("0.1"), Decimal("0.5"), Decimal("0.9")
CERTAINTY = 0.9


@dataclass(frozen=True, slots=True)
class Guess:
    """What is guessed or known beforehand. Shares are whole per cent; ``hours_a_day`` are those given to reading."""

    least: int
    likely: int
    most: int
    reports_each: int
    hours_each: Decimal
    hours_a_day: Decimal
    fee_cents: int
    most_reports: int
    working_days: int
    declining: int
    conflicted: int


@dataclass(frozen=True, slots=True)
class Need:
    """What so many applications ask for; ``days`` are working days until the last report."""

    applications: int
    reports: int
    evaluators: int
    invitations: int
    person_days: Decimal
    days: int
    fees_cents: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What is needed in the middle case, and the ends of the range that holds eight cases of ten."""

    low: Need
    middle: Need
    high: Need


def plan(guess: Guess) -> Plan:
    """The three cases. ``guess`` is in order (least ≤ likely ≤ most) and its shares leave somebody."""
    return Plan(*(need_of(guess, applications_at(guess, share)) for share in (LOW, MIDDLE, HIGH)))


def applications_at(guess: Guess, share: Decimal) -> int:
    """The number of applications that is not passed in that share of all cases, rounded up."""
    least, likely, most = (Decimal(number) for number in (guess.least, guess.likely, guess.most))
    width = most - least
    if width == 0:
        return guess.most
    turn = (likely - least) / width
    if share <= turn:
        found = least + (share * width * (likely - least)).sqrt()
    else:
        found = most - ((1 - share) * width * (most - likely)).sqrt()
    return int(found.to_integral_value(ROUND_CEILING))


def need_of(guess: Guess, applications: int) -> Need:
    """What that number of applications asks for."""
    reports = applications * guess.reports_each
    evaluators = _evaluators(guess, reports)
    load = -(-reports // evaluators)
    return Need(
        applications=applications,
        reports=reports,
        evaluators=evaluators,
        invitations=invitations_for(evaluators, yes_of(guess)),
        person_days=(reports * guess.hours_each / guess.hours_a_day).quantize(Decimal("0.1"), ROUND_HALF_UP),
        days=_whole_days(load * guess.hours_each / guess.hours_a_day),
        fees_cents=reports * guess.fee_cents,
    )


def _evaluators(guess: Guess, reports: int) -> int:
    """Enough for every report in time and within the load, and for all reports on one application."""
    in_time = int(guess.working_days * guess.hours_a_day / guess.hours_each)
    within = max(1, min(guess.most_reports, in_time))
    return max(guess.reports_each, -(-reports // within))


def yes_of(guess: Guess) -> Fraction:
    """The share of those invited who say yes and have no conflict."""
    return Fraction(100 - guess.declining, 100) * Fraction(100 - guess.conflicted, 100)


def invitations_for(wanted: int, yes: Fraction) -> int:
    """The fewest invitations of which ``wanted`` succeed with certainty 0.9, each with the chance ``yes`` by itself."""
    if yes == 1:
        return wanted
    low, high = wanted, wanted
    while _chance_of_too_few(high, wanted, float(yes)) > 1 - CERTAINTY:
        low, high = high, high * 2
    while low < high:
        middle = (low + high) // 2
        if _chance_of_too_few(middle, wanted, float(yes)) > 1 - CERTAINTY:
            low = middle + 1
        else:
            high = middle
    return low


def _chance_of_too_few(invited: int, wanted: int, yes: float) -> float:
    """P(fewer than ``wanted`` of ``invited`` succeed), summed from logarithms so that nothing underflows."""
    log_yes, log_no, log_all = math.log(yes), math.log1p(-yes), math.lgamma(invited + 1)
    return math.fsum(
        math.exp(log_all - math.lgamma(k + 1) - math.lgamma(invited - k + 1) + k * log_yes + (invited - k) * log_no)
        for k in range(min(wanted, invited + 1))
    )


def _whole_days(days: Decimal) -> int:
    return int(days.to_integral_value(ROUND_CEILING))
