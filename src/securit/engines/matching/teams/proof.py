"""What prices prove: a total fit that no choice of teams exceeds. Part of the checker; shares no code with the rules.

Whoever joins pays the price of its place; then every challenge by itself takes its best team, found by branch and cut.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from securit.engines.matching.teams.problem import Challenge, Problem, Trait

MOST_CELLS = 10_000


def reach_of(problem: Problem, price: Mapping[str, Fraction], count: int, floor: Fraction) -> Fraction:
    """The bound on the total of ``count`` challenges, each at the floor or above (to the tolerance of the solver)."""
    served = price.get("served", Fraction(0))
    free = _free(problem)
    total = sum((price.get(f"place:{name}", Fraction(0)) * many for name, many in free.items()), Fraction(0))
    for challenge in problem.challenges:
        best = _best(problem, challenge, price, free, float(floor))
        if best is not None:
            total += max(Fraction(0), Fraction(best) + served)
    return total - served * count


def by_themselves(problem: Problem, count: int) -> Fraction:
    """What the best ``count`` challenges would have if each were the only one."""
    free = _free(problem)
    found = (_best(problem, challenge, {}, free, -np.inf) for challenge in problem.challenges)
    most = sorted((one for one in found if one is not None), reverse=True)[:count]
    return sum((Fraction(one) for one in most), Fraction(0))


def _free(problem: Problem) -> dict[str, int]:
    held: dict[str, int] = {}
    for challenge in problem.challenges:
        for name in challenge.present:
            held[name] = held.get(name, 0) + 1
    return {one.id: max(0, one.capacity - held.get(one.id, 0)) for one in problem.organisations}


def _best(
    problem: Problem, challenge: Challenge, price: Mapping[str, Fraction], free: Mapping[str, int], floor: float
) -> float | None:
    """The greatest fit of a team at the floor, less the prices of who joins; nothing where there is no team."""
    from scipy.optimize import Bounds, milp

    people = problem.organisations
    fits = dict(challenge.fits)
    present = set(challenge.present)
    gain = np.array(
        [float(fits.get(o.id, Fraction(0)) - (0 if o.id in present else challenge.toll)) for o in people]
        + [float(skill.weight) for skill in challenge.skills]
        + [0.0] * len({o.country for o in people})
    )
    cost = np.zeros(len(gain))
    for place, one in enumerate(people):
        cost[place] = 0.0 if one.id in present else float(price.get(f"place:{one.id}", Fraction(0)))
    low, high = np.zeros(len(gain)), np.ones(len(gain))
    excluded = {one.organisation for one in challenge.excluded}
    for place, one in enumerate(people):
        if one.id in present:
            low[place] = 1
        elif free[one.id] == 0 or one.id in excluded or (challenge.eligible and one.country not in challenge.eligible):
            high[place] = 0
    rows = _rows(problem, challenge)
    rows.append((gain, floor - 1e-7, np.inf))
    matrix = np.array([row for row, _, _ in rows])
    limits = (np.array([one for _, one, _ in rows]), np.array([one for _, _, one in rows]))
    result: Any = milp(
        cost - gain,
        constraints=[(matrix, *limits)],
        integrality=np.ones(len(gain)),
        bounds=Bounds(low, high),
        options={"mip_rel_gap": 0.0},
    )
    if result.status == 2:
        return None
    if result.status != 0:
        raise RuntimeError(f"The solver ended the search for one team with: {result.message}")
    return -float(result.fun)


def _rows(problem: Problem, challenge: Challenge) -> list[tuple[Any, float, float]]:
    """Every demand as a row over organisations, skills and countries."""
    people, skills = problem.organisations, challenge.skills
    codes = sorted({one.country for one in people})
    width = len(people) + len(skills) + len(codes)
    members = np.zeros(width)
    members[: len(people)] = 1
    rows: list[tuple[Any, float, float]] = [(members, challenge.least, challenge.most)]
    for n, skill in enumerate(skills):
        row = np.zeros(width)
        row[: len(people)] = [dict(o.skills).get(skill.skill, Fraction(-1)) >= skill.level for o in people]
        if skill.is_required:
            rows.append((row.copy(), 1, np.inf))
        row[len(people) + n] = -1
        rows.append((row, 0, np.inf))
    for count in challenge.counts:
        row = np.zeros(width)
        row[: len(people)] = [count.name in (o.roles if count.trait is Trait.ROLE else (o.kind,)) for o in people]
        rows.append((row, count.at_least, np.inf))
    counted = np.zeros(width)
    for n, code in enumerate(codes):
        row = np.zeros(width)
        row[: len(people)] = [o.country == code and code in (challenge.eligible or codes) for o in people]
        row[len(people) + len(skills) + n] = -1
        counted[len(people) + len(skills) + n] = 1
        rows.append((row, 0, np.inf))
    rows.append((counted, challenge.countries, np.inf))
    places = {one.id: place for place, one in enumerate(people)}
    for apart in problem.apart:
        row = np.zeros(width)
        row[[places[name] for name in apart.organisations]] = 1
        rows.append((row, 0, 1))
    for together in problem.together:
        for name in together.organisations[1:]:
            row = np.zeros(width)
            row[places[name]], row[places[together.organisations[0]]] = 1, -1
            rows.append((row, 0, 0))
    return rows
