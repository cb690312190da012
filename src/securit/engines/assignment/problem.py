"""The question: which evaluators read which applications, within loads, conflicts and pairs fixed beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Any, NamedTuple

from securit.engines._shared.errors import Unusable, refuse_if_any
from securit.engines._shared.exact import plain
from securit.engines._shared.plain_data import (
    Plain,
    digest_of,
    doubled,
    mapping_in,
    number_in,
    one_of,
    rows_in,
    text_in,
    texts_in,
    whole_in,
)
from securit.engines.assignment.diversity import Diversity
from securit.engines.assignment.table import Table

SCHEMA = "securit.assignment/1"
FINEST = 1000  # the greatest denominator of ``likeliest``: a tenth of a per cent


@dataclass(frozen=True, slots=True, order=True)
class Application:
    """An application, how many different evaluators it needs, and the session in which it is read, if any."""

    id: str
    required: int = 3
    session: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Evaluator:
    """An evaluator, the most and the least applications to give, and where the person comes from.

    ``traits`` are further facts that diversity may ask for, as (name, value); ``away`` names sessions missed.
    """

    id: str
    most: int
    least: int = 0
    country: str = ""
    institution: str = ""
    traits: tuple[tuple[str, str], ...] = ()
    away: tuple[str, ...] = ()

    def trait(self, name: str) -> str:
        """The value of a trait, ``country`` and ``institution`` among them; empty when it is not known."""
        own = {"country": self.country, "institution": self.institution}
        return own[name] if name in own else dict(self.traits).get(name, "")


class Pair(NamedTuple):
    """An evaluator on an application."""

    application: str
    evaluator: str


class Affinity(NamedTuple):
    """How well a pair fits; a pair without one scores 0."""

    application: str
    evaluator: str
    score: Fraction


class Chance(NamedTuple):
    """How likely a pair is when the assignment is drawn; a pair without one is never drawn."""

    application: str
    evaluator: str
    chance: Fraction


class Conflict(NamedTuple):
    """A pair that must not be, and why."""

    application: str
    evaluator: str
    reason: str = ""


class Insistence(Enum):
    """What happens when no assignment reaches the floor."""

    HOPED = "hoped"  # the rule comes as near as it can
    DEMANDED = "demanded"  # the problem is refused


@dataclass(frozen=True, slots=True)
class Floor:
    """The total affinity that is enough for an application; a rule that lifts the worst-off stops lifting there."""

    score: Fraction
    insistence: Insistence = Insistence.DEMANDED


@dataclass(frozen=True, slots=True)
class Problem:
    """Sorted by id on entry, so the order in which it was written changes nothing.

    ``affinities`` are rows, or one :class:`Table` for large problems. ``diversity`` is asked of every application.
    ``earlier`` are the pairs of an assignment that should be changed as little as possible (``fewest_changes``).
    ``likeliest`` is the greatest chance that a pair may have in a drawn assignment (``randomised``): above 0, at most
    1, with a denominator of at most ``FINEST``; pinned pairs are certain all the same.
    Raises ``Unusable`` when it contradicts itself as data. Whether it can be solved is another question, answered by
    :func:`securit.engines.assignment.demand.reasons_against`.
    """

    applications: tuple[Application, ...]
    evaluators: tuple[Evaluator, ...]
    affinities: tuple[Affinity, ...] | Table = ()
    conflicts: tuple[Conflict, ...] = ()
    pinned: tuple[Pair, ...] = ()
    diversity: tuple[Diversity, ...] = ()
    earlier: tuple[Pair, ...] = ()
    floor: Floor | None = None
    likeliest: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        for name in ("applications", "evaluators", "affinities", "conflicts", "pinned", "diversity", "earlier"):
            if not isinstance(getattr(self, name), Table):
                object.__setattr__(self, name, tuple(sorted(getattr(self, name))))
        refuse_if_any(_contradictions(self))

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical plain data."""
        return digest_of(self.to_data())

    def to_data(self) -> dict[str, Any]:
        """Plain data that JSON can hold; scores as text. What is not used is left out."""
        data: dict[str, Any] = {
            "schema": SCHEMA,
            "applications": [_application_data(a) for a in self.applications],
            "evaluators": [_evaluator_data(e) for e in self.evaluators],
            "conflicts": [c._asdict() for c in self.conflicts],
            "pinned": [p._asdict() for p in self.pinned],
        }
        if isinstance(self.affinities, Table):
            data["table"] = self.affinities.to_data()
        else:
            data["affinities"] = [
                {"application": a.application, "evaluator": a.evaluator, "score": plain(a.score)}
                for a in self.affinities
            ]
        if self.diversity:
            data["diversity"] = [one.to_data() for one in self.diversity]
        if self.earlier:
            data["earlier"] = [p._asdict() for p in self.earlier]
        if self.floor:
            data["floor"] = {"score": plain(self.floor.score), "insistence": self.floor.insistence.value}
        if self.likeliest != 1:
            data["likeliest"] = plain(self.likeliest)
        return data

    @classmethod
    def from_data(cls, data: Plain) -> Problem:
        """The problem that was stored; raises ``Unusable`` for another shape."""
        if data.get("schema") != SCHEMA:
            raise Unusable([f"This is not a problem of the form {SCHEMA}."])
        rows = tuple(Affinity(*_pair(row), number_in(row, "score")) for row in rows_in(data, "affinities"))
        floor = mapping_in(data, "floor")
        return cls(
            applications=tuple(_application(row) for row in rows_in(data, "applications")),
            evaluators=tuple(_evaluator(row) for row in rows_in(data, "evaluators")),
            affinities=Table.from_data(mapping_in(data, "table")) if "table" in data else rows,
            conflicts=tuple(Conflict(*_pair(row), text_in(row, "reason", "")) for row in rows_in(data, "conflicts")),
            pinned=tuple(_pair(row) for row in rows_in(data, "pinned")),
            diversity=tuple(Diversity.from_data(row) for row in rows_in(data, "diversity")),
            earlier=tuple(_pair(row) for row in rows_in(data, "earlier")),
            floor=Floor(number_in(floor, "score"), one_of(Insistence, floor, "insistence")) if floor else None,
            likeliest=number_in(data, "likeliest") if "likeliest" in data else Fraction(1),
        )


@dataclass(frozen=True, slots=True)
class Assignment:
    """The decision: the chosen pairs, sorted, and where they were drawn, how likely each pair was."""

    pairs: tuple[Pair, ...]
    chances: tuple[Chance, ...] = ()

    def to_data(self) -> dict[str, Any]:
        """Plain data that JSON can hold."""
        data: dict[str, Any] = {"pairs": [pair._asdict() for pair in self.pairs]}
        if self.chances:
            data["chances"] = [one._asdict() | {"chance": plain(one.chance)} for one in self.chances]
        return data

    @classmethod
    def from_data(cls, data: Plain) -> Assignment:
        """The decision that was stored."""
        chances = tuple(Chance(*_pair(row), number_in(row, "chance")) for row in rows_in(data, "chances"))
        return cls(tuple(_pair(row) for row in rows_in(data, "pairs")), chances)


def _pair(row: Plain) -> Pair:
    return Pair(text_in(row, "application"), text_in(row, "evaluator"))


def _application_data(application: Application) -> dict[str, Any]:
    data: dict[str, Any] = {"id": application.id, "required": application.required}
    return data | ({"session": application.session} if application.session else {})


def _application(row: Plain) -> Application:
    return Application(text_in(row, "id"), whole_in(row, "required"), text_in(row, "session", ""))


def _evaluator_data(evaluator: Evaluator) -> dict[str, Any]:
    data: dict[str, Any] = {
        name: getattr(evaluator, name) for name in ("id", "most", "least", "country", "institution")
    }
    if evaluator.traits:
        data["traits"] = dict(evaluator.traits)
    if evaluator.away:
        data["away"] = list(evaluator.away)
    return data


def _evaluator(row: Plain) -> Evaluator:
    traits = mapping_in(row, "traits")
    return Evaluator(
        text_in(row, "id"),
        whole_in(row, "most"),
        whole_in(row, "least", 0),
        text_in(row, "country", ""),
        text_in(row, "institution", ""),
        tuple((name, text_in(traits, name)) for name in sorted(traits)),
        texts_in(row, "away"),
    )


def _contradictions(problem: Problem) -> Iterator[str]:
    yield from doubled("Application", (a.id for a in problem.applications))
    yield from doubled("Evaluator", (e.id for e in problem.evaluators))
    for application in problem.applications:
        if application.required < 0:
            yield f"Application {application.id} cannot need {application.required} evaluators."
    for evaluator in problem.evaluators:
        if not 0 <= evaluator.least <= evaluator.most:
            yield (
                f"Evaluator {evaluator.id} cannot read at least {evaluator.least} and at most {evaluator.most}"
                " applications."
            )
    for what, pairs in (("pinned", problem.pinned), ("earlier", problem.earlier)):
        yield from doubled(f"The {what} pair", (f"{p.application} and {p.evaluator}" for p in pairs))
    if not 0 < problem.likeliest <= 1:
        yield f"No pair can have a chance of at most {plain(problem.likeliest)}; say more than 0 and at most 1."
    if problem.likeliest.denominator > FINEST:
        yield f"The greatest chance {plain(problem.likeliest)} is finer than 1/{FINEST}."
    yield from doubled("Diversity of", (one.trait for one in problem.diversity))
    table = problem.affinities
    if isinstance(table, Table):
        rows: tuple[Affinity, ...] = ()
        yield from _unknown("row of the table", "application", table.applications, {a.id for a in problem.applications})
        yield from _unknown("column of the table", "evaluator", table.evaluators, {e.id for e in problem.evaluators})
    else:
        rows = table
    yield from doubled("The affinity of", (f"{a.application} and {a.evaluator}" for a in rows))
    yield from _unknown_pairs(problem, rows)


def _unknown_pairs(problem: Problem, rows: tuple[Affinity, ...]) -> Iterator[str]:
    applications = {a.id for a in problem.applications}
    evaluators = {e.id for e in problem.evaluators}
    named = (("affinity", rows), ("conflict", problem.conflicts), ("pin", problem.pinned))
    for what, pairs in named:
        for application_id, evaluator_id, *_rest in pairs:
            if application_id not in applications:
                yield f"One {what} names application {application_id}, which is not in the problem."
            if evaluator_id not in evaluators:
                yield f"One {what} names evaluator {evaluator_id}, who is not in the problem."


def _unknown(what: str, kind: str, names: tuple[str, ...], known: set[str]) -> Iterator[str]:
    for name in names:
        if name not in known:
            who = "which" if kind == "application" else "who"
            yield f"One {what} names {kind} {name}, {who} is not in the problem."
