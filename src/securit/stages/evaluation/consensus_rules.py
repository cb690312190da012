"""The rules of a consensus: who is proposed as rapporteur, what a score must not be, how three reports combine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from statistics import median
from typing import NamedTuple


class Candidate(NamedTuple):
    """An evaluator who might draft: how many rooms of the call they draft already, and their total score."""

    ref: str
    drafting: int
    total: Decimal


def proposed_rapporteur(candidates: Sequence[Candidate], draw: Mapping[str, str]) -> str:
    """The ref of who is proposed: fewest other drafts, then nearest the middle of the totals, then by ``draw``.

    ``draw`` gives each ref a text that orders equals without favouring anybody. Empty where there is nobody.
    """
    if not candidates:
        return ""
    middle = median(one.total for one in candidates)
    return min(candidates, key=lambda one: (one.drafting, abs(one.total - middle), draw[one.ref])).ref


def lies_outside(score: str, individual: Sequence[str]) -> bool:
    """Whether an agreed score is below or above every individual one."""
    values = [Decimal(one) for one in individual]
    return bool(values) and not min(values) <= Decimal(score) <= max(values)


def mean_of_nearest_two(values: Sequence[Fraction]) -> Fraction:
    """The mean of the two values that lie nearest each other; of all that lie in equally near pairs where pairs tie.

    Raises ``ValueError`` for fewer than two values.
    """
    if len(values) < 2:
        raise ValueError("The nearest two of fewer than two values are not known.")
    ordered = sorted(values)
    pairs = list(pairwise(ordered))
    least = min(high - low for low, high in pairs)
    near = [Fraction(low + high) / 2 for low, high in pairs if high - low == least]
    return sum(near, Fraction(0)) / len(near)
