"""Money is whole cents in an ``int``; rates are ``Decimal``; ``float`` never.

A leaf that the engines and the platform share. Names that hold money end in ``_cents``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

_EUROS = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,2})?")


def cents(text: str) -> int:
    """The cents in ``'74000.00'`` (point for the decimals, no thousands mark, no currency).

    Raises ``ValueError`` with a sentence when the text is not such an amount.
    """
    cleaned = text.strip()
    if not _EUROS.fullmatch(cleaned):
        raise ValueError(f"“{text}” is not an amount of money; write it like 74000.00.")
    return int(Decimal(cleaned) * 100)


def as_written(text: str) -> int:
    """The cents in an amount as people in Europe write it: ``20000``, ``20.000,00``, ``20,000.00``, ``€ 20 000``.

    One separator before exactly three digits marks thousands; one or two digits after the last separator are cents.
    Raises ``ValueError`` with a sentence for everything that can be read in two ways or in none.
    """
    bare = re.sub(r"[€\s'’]|EUR", "", text)
    for thousands, decimals in ((",", "."), (".", ",")):
        whole = rf"-?(?:[0-9]{{1,12}}|[1-9][0-9]{{0,2}}(?:{re.escape(thousands)}[0-9]{{3}}){{1,3}})"
        if re.fullmatch(rf"{whole}(?:{re.escape(decimals)}[0-9]{{1,2}})?", bare):
            return cents(bare.replace(thousands, "").replace(decimals, "."))
    raise ValueError(f"“{text}” is not an amount of money; write it like 74000.00.")


def plain(amount_cents: int) -> str:
    """The text that :func:`cents` reads back: ``7400000`` → ``'74000.00'``."""
    sign = "-" if amount_cents < 0 else ""
    return f"{sign}{abs(amount_cents) // 100}.{abs(amount_cents) % 100:02d}"


def euros(amount_cents: int) -> str:
    """For people: ``7400050`` → ``'€74,000.50'``; whole euros show no cents."""
    sign = "−" if amount_cents < 0 else ""
    whole, rest = divmod(abs(amount_cents), 100)
    return f"{sign}€{whole:,}" + (f".{rest:02d}" if rest else "")


def at_rate(amount_cents: int, rate: Decimal) -> int:
    """``amount × rate``, half a cent rounded up (away from zero)."""
    return int((Decimal(amount_cents) * rate).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def split(total_cents: int, weights: Sequence[int]) -> list[int]:
    """Divide a total in proportion to whole, non-negative weights; the parts always sum to the total.

    Largest remainder (Hamilton): cents left over go to the largest fractions, ties to the earlier part,
    so the same input always gives the same parts. Raises ``ValueError`` for a negative weight or when all
    weights are zero.
    """
    if any(weight < 0 for weight in weights):
        raise ValueError("A share cannot be negative.")
    whole = sum(weights)
    if whole == 0:
        raise ValueError("At least one share must be greater than zero.")
    parts = [total_cents * weight // whole for weight in weights]
    remainders = [total_cents * weight % whole for weight in weights]
    for index in sorted(range(len(weights)), key=lambda i: (-remainders[i], i))[: total_cents - sum(parts)]:
        parts[index] += 1
    return parts
