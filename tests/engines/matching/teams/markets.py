"""Small markets of teams: a strategy that makes many, and every choice of teams by brute force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, product
from typing import Any

from hypothesis import strategies as st

from securit.engines.matching import teams
from securit.engines.matching.teams import Challenge, Count, Excluded, Organisation, Problem, Skill, Trait

HALVES = st.integers(-1, 6).map(lambda n: Fraction(n, 2))


def organisation(name: str, country: str = "BE", skills: str = "", capacity: int = 1, **more: Any) -> Organisation:
    """An organisation with one-letter skills at level 1."""
    return Organisation(name, country, skills=tuple((one, Fraction(1)) for one in skills), capacity=capacity, **more)


@st.composite
def markets(draw: st.DrawFn) -> Problem:
    """Up to three challenges and five organisations with every kind of demand; often nobody can serve one."""
    names = [f"O{n}" for n in range(draw(st.integers(0, 5)))]
    some = st.lists(st.sampled_from(names), unique=True, max_size=2) if names else st.just([])
    people = [
        Organisation(
            name,
            draw(st.sampled_from(["BE", "FR", "SI"])),
            draw(st.sampled_from(["sme", "public"])),
            ("user",) if draw(st.booleans()) else (),
            tuple((skill, Fraction(draw(st.integers(1, 2)))) for skill in "xyz" if draw(st.booleans())),
            draw(st.integers(0, 2)),
        )
        for name in names
    ]
    room = {one.id: one.capacity for one in people}
    challenges = []
    for n in range(draw(st.integers(0, 3))):
        present = [name for name in draw(some) if room[name] > 0][:1] if draw(st.booleans()) else []
        for name in present:
            room[name] -= 1
        challenges.append(_challenge(draw, f"C{n}", names, some, tuple(present)))
    bond = st.lists(st.sampled_from(names), unique=True, min_size=2, max_size=2) if len(names) > 1 else None
    apart = [tuple(draw(bond))] if bond is not None and draw(st.booleans()) else []
    together = [tuple(draw(bond))] if bond is not None and draw(st.booleans()) else []
    return Problem(
        tuple(challenges),
        tuple(people),
        tuple(teams.Apart("A", pair, "competitors") for pair in apart),
        tuple(teams.Together("T", pair, "one group") for pair in together),
    )


def _challenge(draw: st.DrawFn, name: str, names: list[str], some: Any, present: tuple[str, ...]) -> Challenge:
    least = draw(st.integers(0, 2))
    return Challenge(
        name,
        tuple(
            Skill(skill, Fraction(draw(st.integers(0, 2))), Fraction(draw(st.integers(1, 2))), draw(st.booleans()))
            for skill in "xyz"
            if draw(st.booleans())
        ),
        (Count(Trait.KIND, "sme"),) if draw(st.booleans()) else (Count(Trait.ROLE, "user", draw(st.integers(0, 2))),),
        least,
        draw(st.integers(least, 3)),
        draw(st.integers(0, 3)),
        ("BE", "FR") if draw(st.booleans()) else (),
        present,
        tuple(Excluded(one, "conflict") for one in draw(some) if one not in present),
        tuple((one, draw(HALVES)) for one in names if draw(st.booleans())),
        Fraction(draw(st.integers(0, 1)), 4),
    )


def fit(problem: Problem, challenge: Challenge, joining: tuple[str, ...]) -> Fraction | None:
    """The fit of the team; nothing where it breaks a demand. Written out anew, for comparison."""
    known = {one.id: one for one in problem.organisations}
    team = [known[name] for name in (*challenge.present, *joining)]
    names = {one.id for one in team}
    lands = {one.country for one in team if not challenge.eligible or one.country in challenge.eligible}
    having = [s for s in challenge.skills if any(dict(o.skills).get(s.skill, Fraction(0)) >= s.level for o in team)]
    is_kept = (
        challenge.least <= len(team) <= challenge.most
        and len(lands) >= challenge.countries
        and all(s in having for s in challenge.skills if s.is_required)
        and all(sum(o.counts_for(c) for o in team) >= c.at_least for c in challenge.counts)
        and not names & {one.organisation for one in challenge.excluded}
        and all(known[name].country in challenge.eligible for name in joining if challenge.eligible)
        and all(len(names & set(one.organisations)) <= 1 for one in problem.apart)
        and all(names & set(t.organisations) in (set(), set(t.organisations)) for t in problem.together)
    )
    if not is_kept:
        return None
    fits = dict(challenge.fits)
    total = sum((fits.get(name, Fraction(0)) for name in names), Fraction(0)) - challenge.toll * len(joining)
    return total + sum((s.weight for s in having), Fraction(0))


def every_team(problem: Problem, challenge: Challenge) -> Iterator[tuple[tuple[str, ...], Fraction]]:
    """Each way to complete the team with organisations that have a place left, with its fit."""
    held = Counter(name for one in problem.challenges for name in one.present)
    free = [o.id for o in problem.organisations if o.capacity > held[o.id] and o.id not in challenge.present]
    for size in range(len(free) + 1):
        for joining in combinations(free, size):
            value = fit(problem, challenge, joining)
            if value is not None:
                yield joining, value


def best_figures(problem: Problem) -> tuple[int, Fraction, Fraction]:
    """The lexicographically greatest served, worst-off and total, over all choices."""
    held = Counter(name for one in problem.challenges for name in one.present)
    ways = [[None, *every_team(problem, challenge)] for challenge in problem.challenges]
    best = (0, Fraction(0), Fraction(0))
    for choice in product(*ways):
        chosen = [one for one in choice if one is not None]
        load = held + Counter(name for joining, _ in chosen for name in joining)
        fits = [value for _, value in chosen]
        if fits and all(load[o.id] <= o.capacity for o in problem.organisations):
            found = (len(fits), min(fits), sum(fits, Fraction(0)))
            best = found if best[0] == 0 else max(best, found)
    return best
