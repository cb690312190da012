"""How far the voters agree: Kendall's W over all of them, and the middle half of the marks of each option. Exact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction


def kendall_w(rows: Sequence[Mapping[str, Fraction]], options: Sequence[str], silent: Fraction) -> Fraction | None:
    """The coefficient of concordance from 0 (no agreement) to 1 (all orders alike), corrected for equal marks.

    Each row holds one voter's marks; what a voter left out counts as ``silent``. ``None`` with fewer than two voters
    or options, and where nobody told two options apart. Kendall & Babington Smith (1939).
    """
    voters, count = len(rows), len(options)
    if voters < 2 or count < 2:
        return None
    sums = dict.fromkeys(options, Fraction(0))
    ties = 0
    for row in rows:
        marks = [row.get(option, silent) for option in options]
        place, tied = _mean_ranks(marks)
        ties += tied
        for option, mark in zip(options, marks, strict=True):
            sums[option] += place[mark]
    mean = Fraction(voters * (count + 1), 2)
    spread = sum(((total - mean) ** 2 for total in sums.values()), Fraction(0))
    most = voters * voters * (count**3 - count) - voters * ties
    return Fraction(12 * spread, most) if most else None


def quartiles(marks: Sequence[Fraction]) -> tuple[Fraction, Fraction, Fraction] | None:
    """The quarter, the middle and three quarters of the sorted marks, with straight lines between them."""
    if not marks:
        return None
    ordered = sorted(marks)
    return _at(ordered, Fraction(1, 4)), _at(ordered, Fraction(1, 2)), _at(ordered, Fraction(3, 4))


def mean(marks: Sequence[Fraction]) -> Fraction | None:
    """The mean; ``None`` of nothing."""
    return sum(marks, Fraction(0)) / len(marks) if marks else None


def decimal_text(value: Fraction, places: int = 2) -> str:
    """``3.82``: rounded half up, with a fixed number of places; values are never negative."""
    scale = 10**places
    whole = (value * scale * 2 + 1) // 2
    digits = str(int(whole)).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


def in_words(w: Fraction) -> str:
    """A word for the coefficient: ``weak`` below 0.3, ``fair`` below 0.5, ``good`` below 0.7, else ``strong``."""
    for bound, word in ((Fraction(3, 10), "weak"), (Fraction(1, 2), "fair"), (Fraction(7, 10), "good")):
        if w < bound:
            return word
    return "strong"


def _mean_ranks(marks: Sequence[Fraction]) -> tuple[dict[Fraction, Fraction], int]:
    """The mean rank of each mark (lowest first), and the sum of t³ − t over groups of equals."""
    place: dict[Fraction, Fraction] = {}
    before = ties = 0
    for mark, size in sorted(Counter(marks).items()):
        place[mark] = before + Fraction(size + 1, 2)
        before += size
        ties += size**3 - size
    return place, ties


def _at(ordered: Sequence[Fraction], part: Fraction) -> Fraction:
    place = part * (len(ordered) - 1)
    low = place.numerator // place.denominator
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
