"""The question: which organisations complete which teams, so that skills, roles, kinds, countries and sizes are met."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Any

from securit.engines._shared.errors import refuse_if_any
from securit.engines._shared.exact import plain
from securit.engines._shared.plain_data import Plain, digest_of, doubled, mapping_in, rows_in, text_in, texts_in
from securit.engines.matching.teams.stored import problem_data, problem_parts


class Trait(Enum):
    """What an organisation is counted by, beside its skills and its country."""

    ROLE = "role"  # one of those it can take
    KIND = "kind"  # what it is, like sme


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill that a team is asked for: somebody in it must have it at ``level`` or better.

    ``weight`` is what covering it adds to the fit of the team. One that is not required is a wish.
    """

    skill: str
    weight: Fraction = Fraction(0)
    level: Fraction = Fraction(1)
    is_required: bool = True


@dataclass(frozen=True, slots=True)
class Count:
    """At least so many members must have the trait; one organisation may count for several."""

    trait: Trait
    name: str
    at_least: int = 1


@dataclass(frozen=True, slots=True)
class Excluded:
    """An organisation that may not join the team, and why."""

    organisation: str
    reason: str


@dataclass(frozen=True, slots=True)
class Challenge:
    """A team to complete.

    ``least`` to ``most`` members, ``present`` ones among them. The members must come from ``countries`` different
    countries; only ``eligible`` ones count, and only who is from there may join (none named: all). ``fits`` says how
    well an organisation suits (missing is 0). The fit of a team is the sum over its members, plus the weights of the
    skills they cover, less ``toll`` for each one that joins: what a further member must be worth at least.
    """

    id: str
    skills: tuple[Skill, ...] = ()
    counts: tuple[Count, ...] = ()
    least: int = 1
    most: int = 5
    countries: int = 1
    eligible: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    fits: tuple[tuple[str, Fraction], ...] = ()
    toll: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        object.__setattr__(self, "skills", tuple(sorted(self.skills, key=lambda one: one.skill)))
        object.__setattr__(self, "counts", tuple(sorted(self.counts, key=lambda one: (one.trait.value, one.name))))
        object.__setattr__(self, "excluded", tuple(sorted(self.excluded, key=lambda one: one.organisation)))
        for name in ("eligible", "present", "fits"):
            object.__setattr__(self, name, tuple(sorted(getattr(self, name))))


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who may join: its country, its kind, the roles it can take, its skills with their levels.

    ``capacity`` is how many teams it can be in at most, those it is present in among them.
    """

    id: str
    country: str
    kind: str = ""
    roles: tuple[str, ...] = ()
    skills: tuple[tuple[str, Fraction], ...] = ()
    capacity: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "roles", tuple(sorted(self.roles)))
        object.__setattr__(self, "skills", tuple(sorted(self.skills)))

    def counts_for(self, count: Count) -> bool:
        """Whether it has the trait."""
        return count.name in self.roles if count.trait is Trait.ROLE else count.name == self.kind

    def covers(self, asked: Skill) -> bool:
        """Whether it has the skill at the level asked."""
        return any(name == asked.skill and level >= asked.level for name, level in self.skills)


@dataclass(frozen=True, slots=True)
class Apart:
    """Organisations of which at most one may be in a team."""

    id: str
    organisations: tuple[str, ...]
    reason: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "organisations", tuple(sorted(self.organisations)))


@dataclass(frozen=True, slots=True)
class Together:
    """Organisations of which all are in a team, or none."""

    id: str
    organisations: tuple[str, ...]
    reason: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "organisations", tuple(sorted(self.organisations)))


@dataclass(frozen=True, slots=True)
class Problem:
    """Sorted by id on entry, so the order in which it was written changes nothing.

    Raises ``Unusable`` when it contradicts itself. A challenge that no team can serve makes it no less of a problem:
    the decision says which demands clash.
    """

    challenges: tuple[Challenge, ...]
    organisations: tuple[Organisation, ...]
    apart: tuple[Apart, ...] = ()
    together: tuple[Together, ...] = ()

    def __post_init__(self) -> None:
        for name in ("challenges", "organisations", "apart", "together"):
            object.__setattr__(self, name, tuple(sorted(getattr(self, name), key=lambda one: str(one.id))))
        refuse_if_any(_contradictions(self))

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical plain data."""
        return digest_of(self.to_data())

    def to_data(self) -> dict[str, Any]:
        """Plain data that JSON can hold; exact numbers as text. What is not used is left out."""
        return problem_data(self)

    @classmethod
    def from_data(cls, data: Plain) -> Problem:
        """The problem that was stored; raises ``Unusable`` for another shape."""
        return cls(**problem_parts(data))


@dataclass(frozen=True, slots=True)
class Team:
    """The team of a challenge: who is present and who joins, each sorted by id."""

    challenge: str
    present: tuple[str, ...]
    joining: tuple[str, ...]

    @property
    def members(self) -> tuple[str, ...]:
        """Everybody in it, sorted."""
        return tuple(sorted((*self.present, *self.joining)))


@dataclass(frozen=True, slots=True)
class Teams:
    """The decision: the teams that are complete, and the challenges left without one, each with why."""

    teams: tuple[Team, ...] = ()
    unserved: tuple[tuple[str, str], ...] = ()

    def to_data(self) -> dict[str, Any]:
        """Plain data that JSON can hold."""
        return {
            "teams": [
                {"challenge": t.challenge, "present": list(t.present), "joining": list(t.joining)} for t in self.teams
            ],
            "unserved": dict(self.unserved),
        }

    @classmethod
    def from_data(cls, data: Plain) -> Teams:
        """The decision that was stored."""
        unserved = mapping_in(data, "unserved")
        return cls(
            tuple(
                Team(text_in(row, "challenge"), texts_in(row, "present"), texts_in(row, "joining"))
                for row in rows_in(data, "teams")
            ),
            tuple((name, text_in(unserved, name)) for name in sorted(unserved)),
        )


def _contradictions(problem: Problem) -> Iterator[str]:
    yield from doubled("Challenge", (c.id for c in problem.challenges))
    yield from doubled("Organisation", (o.id for o in problem.organisations))
    yield from doubled("Apart", (a.id for a in problem.apart))
    yield from doubled("Together", (t.id for t in problem.together))
    known = {o.id: o for o in problem.organisations}
    for challenge in problem.challenges:
        yield from _contradictions_in(challenge, known)
    for organisation in problem.organisations:
        yield from _contradictions_of(organisation)
    for what, sets in (("Apart", problem.apart), ("Together", problem.together)):
        for one in sets:
            yield from doubled(f"In {what.lower()} {one.id}, organisation", one.organisations)
            for name in sorted(set(one.organisations) - set(known)):
                yield f"{what} {one.id} names organisation {name}, which is not in the problem."
    held: dict[str, int] = {}
    for challenge in problem.challenges:
        for name in set(challenge.present):
            held[name] = held.get(name, 0) + 1
    for name, many in sorted(held.items()):
        if name in known and many > known[name].capacity >= 0:
            yield f"Organisation {name} is in {many} teams already, though it can be in {known[name].capacity} at most."


def _contradictions_in(challenge: Challenge, known: dict[str, Organisation]) -> Iterator[str]:
    name = challenge.id
    yield from doubled(f"In challenge {name}, skill", (s.skill for s in challenge.skills))
    yield from doubled(f"In challenge {name}, count", (f"{c.trait.value} {c.name}" for c in challenge.counts))
    yield from doubled(f"In challenge {name}, member", challenge.present)
    yield from doubled(f"In challenge {name}, excluded organisation", (e.organisation for e in challenge.excluded))
    yield from doubled(f"In challenge {name}, fit of organisation", (one for one, _ in challenge.fits))
    if not 0 <= challenge.least <= challenge.most:
        yield f"Challenge {name} asks for {challenge.least} to {challenge.most} members, which no team can have."
    if challenge.countries < 0 or any(count.at_least < 0 for count in challenge.counts):
        yield f"Challenge {name} asks for less than nothing."
    for skill in challenge.skills:
        if skill.weight < 0 or skill.level < 0:
            yield f"In challenge {name}, weight {plain(skill.weight)} or level {plain(skill.level)} is negative."
    named = {*challenge.present, *(e.organisation for e in challenge.excluded), *(one for one, _ in challenge.fits)}
    for one in sorted(named - set(known)):
        yield f"Challenge {name} names organisation {one}, which is not in the problem."
    for one in sorted(set(challenge.present) & {e.organisation for e in challenge.excluded}):
        yield f"In challenge {name}, organisation {one} is a member and excluded."


def _contradictions_of(organisation: Organisation) -> Iterator[str]:
    name = organisation.id
    yield from doubled(f"In organisation {name}, skill", (skill for skill, _ in organisation.skills))
    yield from doubled(f"In organisation {name}, role", organisation.roles)
    if not organisation.country:
        yield f"Organisation {name} has no country."
    if organisation.capacity < 0:
        yield f"Organisation {name} cannot be in {organisation.capacity} teams."
