"""What each member of a synthetic team asks for: whole cents that sum exactly."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from random import Random

from securit import money


def total_asked(most_cents: int, members: int, ceiling_cents: int, chance: Random) -> int:
    """The grant of one application: often the maximum, otherwise somewhat less, sometimes to the cent."""
    reachable = min(most_cents, members * ceiling_cents)
    if chance.random() < 0.55:
        return reachable
    step = chance.choice((100_00, 10_00, 1))
    return reachable - chance.randint(0, reachable * 18 // 100) // step * step


def shares(total_cents: int, members: int, ceiling_cents: int, chance: Random) -> list[int]:
    """The total divided between the members, the lead mostly with most; nobody above the ceiling."""
    weights = [chance.randint(11, 17), *(chance.randint(7, 12) for _ in range(members - 1))]
    parts = money.split(total_cents, weights)
    over = [index for index, part in enumerate(parts) if part > ceiling_cents]
    if over:
        parts[over[0]] = ceiling_cents
        rest = money.split(total_cents - ceiling_cents, [w for i, w in enumerate(weights) if i != over[0]])
        parts = [ceiling_cents if index == over[0] else rest.pop(0) for index in range(members)]
    return parts


def cost_for(grant_cents: int, rate: Decimal) -> int:
    """The smallest total cost whose grant at ``rate`` is exactly ``grant_cents``."""
    cost = int((Decimal(grant_cents) / rate).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    while money.at_rate(cost - 1, rate) == grant_cents:
        cost -= 1
    return cost
