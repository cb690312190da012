"""Who applies together: the entries of a call dealt into teams, most of them across borders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from securit.integrations.synthetic.companies import Company

Team = tuple[Company, ...]


def deal(entries: Sequence[Company], sizes: Mapping[int, int], *, national: int, chance: Random) -> tuple[Team, ...]:
    """Teams of the given sizes (size → how many) that use every entry once.

    Exactly ``national`` teams of two or more come from one country; every other such team has at least two
    countries. The first member leads. Raises ``ValueError`` when sizes and entries do not agree.
    """
    if sum(size * count for size, count in sizes.items()) != len(entries):
        raise ValueError("The sizes of the teams do not add up to the number of entries.")
    left = list(entries)
    chance.shuffle(left)
    teams = [_pair_from_one_country(left) for _ in range(national)]
    wanted = [size for size, count in sizes.items() for _ in range(count - (national if size == 2 else 0))]
    mixed = [[left.pop() for _ in range(size)] for size in wanted]
    _cross_borders(mixed, chance)
    dealt = [tuple(team) for team in (*teams, *mixed)]
    chance.shuffle(dealt)
    return tuple(dealt)


def is_national(team: Team) -> bool:
    """Whether two or more members all come from one country."""
    return len(team) > 1 and len({member.country for member in team}) == 1


def _pair_from_one_country(left: list[Company]) -> list[Company]:
    first = left.pop()
    for index, other in enumerate(left):
        if other.country == first.country:
            return [first, left.pop(index)]
    left.insert(0, first)
    return _pair_from_one_country(left)


def _cross_borders(teams: list[list[Company]], chance: Random) -> None:
    """Exchange members until no team of two or more comes from one country only."""
    for team in teams:
        while is_national(tuple(team)):
            other = chance.choice(teams)
            place = chance.randrange(len(other))
            team[-1], other[place] = other[place], team[-1]
            if is_national(tuple(other)) or is_national(tuple(team)):
                team[-1], other[place] = other[place], team[-1]
