"""Counts that single nobody out: every group that is shown holds at least three organisations.

One table is one partition: small groups go together into "others", and where others would still be fewer than three,
the smallest shown groups go with them. So all shown groups and the total are safe to add and to subtract. Tables are
made per domain and never beside a table of their sum, which would give the small ones away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

FEWEST = 3
"""Groups below this are never told apart."""


@dataclass(frozen=True, slots=True)
class Group:
    """One line of a table: its code (empty for the others, taken together) and how many organisations stand in it."""

    code: str
    organisations: int


@dataclass(frozen=True, slots=True)
class Counted:
    """A table of groups, largest first, others last. ``too_few``: all together they are fewer than three."""

    groups: tuple[Group, ...] = ()
    too_few: bool = False

    @property
    def total(self) -> int:
        """How many organisations are in the table; zero where they are too few to say."""
        return sum(group.organisations for group in self.groups)


def counted(members: Iterable[tuple[str, str]]) -> Counted:
    """The table for pairs of (code of the group, organisation); an organisation counts once in each group."""
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for code, organisation in members:
        groups[code].add(organisation)
    return _partition({code: len(found) for code, found in groups.items()})


def _partition(sizes: Mapping[str, int]) -> Counted:
    shown = {code: size for code, size in sizes.items() if size >= FEWEST}
    others = sum(size for code, size in sizes.items() if size < FEWEST)
    while 0 < others < FEWEST and shown:
        smallest = min(shown, key=lambda code: (shown[code], code))
        others += shown.pop(smallest)
    if 0 < others < FEWEST:
        return Counted(too_few=True)
    named = [Group(code, size) for code, size in sorted(shown.items(), key=lambda pair: (-pair[1], pair[0]))]
    return Counted((*named, *([Group("", others)] if others else [])))
