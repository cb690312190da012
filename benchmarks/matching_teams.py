"""Team completion: challenges of growing number beside organisations of a real shape, by prices and by greed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from fractions import Fraction

from benchmarks.record import Row, measured
from securit.engines import Limits
from securit.engines.matching import teams

SIZES = ((25, 250), (50, 500), (100, 1_000), (150, 1_500), (200, 2_000))
"""Challenges and organisations."""

CONTESTED = (200, 400)
SKILLS, COUNTRIES = 60, 27
SEED = 7
SECONDS = 60


def rows() -> Iterator[Row]:
    """Places enough first, growing; then the largest with a fifth of the organisations, where they are contested."""
    for challenges, organisations in SIZES:
        yield from beside_greed(challenges, organisations)
    yield from beside_greed(*CONTESTED)


def beside_greed(challenges: int, organisations: int) -> Iterator[Row]:
    """Both rules on one drawn instance."""
    instance = f"teams: {challenges} challenges, {organisations} organisations"
    problem = market_of(challenges, organisations)
    yield measured(instance, teams.greedy, problem)[0]
    yield measured(instance, teams.column_generation, problem, limits=Limits(seconds=SECONDS))[0]


def market_of(challenges: int, organisations: int, *, seed: int = SEED) -> teams.Problem:
    """Few skills and countries are common and many rare (Zipf); some organisations are good at everything.

    A challenge asks for 3 to 5 skills of 60, 3 to 5 members from 2 countries (a quarter: 3), an SME, and an end user;
    every second has a member already. An organisation has 3 to 9 skills and room for 1 to 3 teams. Some are
    competitors, some come only together, and every challenge excludes up to three.
    """
    dice = random.Random(seed)
    skills = [f"S{n:02}" for n in range(SKILLS)]
    listed = [_organisation(dice, f"O{n:04}", skills) for n in range(organisations)]
    quality = [dice.betavariate(2, 3) for _ in listed]
    names = [one.id for one in listed]
    begun = dice.sample(names, challenges)
    asked = [_challenge(dice, f"C{n:03}", skills, listed, quality, begun[n]) for n in range(challenges)]
    pairs = organisations // 20
    return teams.Problem(
        tuple(asked),
        tuple(listed),
        tuple(teams.Apart(f"A{n:03}", tuple(dice.sample(names, 2)), "competitors") for n in range(pairs)),
        tuple(
            teams.Together(f"T{n:03}", (names[2 * n], names[2 * n + 1]), "one group")
            for n in range(organisations // 100)
        ),
    )


def _zipf(dice: random.Random, among: Sequence[str], many: int, power: float) -> list[str]:
    weights = [(rank + 1) ** -power for rank in range(len(among))]
    found: dict[str, None] = {}
    while len(found) < many:
        found[dice.choices(among, weights)[0]] = None
    return list(found)


def _organisation(dice: random.Random, name: str, skills: Sequence[str]) -> teams.Organisation:
    kind = dice.choices(("sme", "large", "research", "public"), (60, 12, 15, 13))[0]
    role = {"public": "end user", "research": "researcher"}.get(kind, "provider")
    own = _zipf(dice, skills, dice.randint(3, 9), 0.8)
    return teams.Organisation(
        name,
        _zipf(dice, [f"K{n:02}" for n in range(COUNTRIES)], 1, 0.9)[0],
        kind,
        (role, "integrator") if dice.random() < 0.1 else (role,),
        tuple((skill, Fraction(dice.randint(1, 5))) for skill in own),
        dice.choices((1, 2, 3), (6, 3, 1))[0],
    )


def _challenge(
    dice: random.Random,
    name: str,
    skills: Sequence[str],
    listed: Sequence[teams.Organisation],
    quality: Sequence[float],
    begun: str,
) -> teams.Challenge:
    asked = _zipf(dice, skills, dice.randint(3, 5), 0.6)
    wanted = tuple(
        teams.Skill(skill, Fraction(dice.randint(0, 20), 100), Fraction(dice.randint(1, 3)), n < 3)
        for n, skill in enumerate(asked)
    )
    fits = []
    for one, good in zip(listed, quality, strict=True):
        having = sum(skill in asked for skill, _ in one.skills)
        if having:
            fit = 0.5 * good + 0.3 * having / len(asked) + dice.uniform(0, 0.2)
            fits.append((one.id, Fraction(round(1000 * fit), 1000)))
    names = [one.id for one in listed]
    present = (begun,) if dice.random() < 0.5 else ()
    excluded = [one for one in dice.sample(names, 3) if one != begun]
    return teams.Challenge(
        name,
        wanted,
        (teams.Count(teams.Trait.KIND, "sme"), teams.Count(teams.Trait.ROLE, "end user")),
        3,
        5,
        3 if dice.random() < 0.25 else 2,
        present=present,
        excluded=tuple(teams.Excluded(one, "conflict of interest") for one in excluded),
        fits=tuple(fits),
        toll=Fraction(3, 10),
    )
