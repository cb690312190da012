"""What an engine says: the decision, and with it everything a doubter needs to check it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from typing import Any, Generic, Protocol, TypeVar

from securit.engines._shared.errors import Unusable
from securit.engines._shared.exact import plain
from securit.engines._shared.plain_data import (
    Plain,
    digest_of,
    mapping_in,
    number_in,
    number_or_none_in,
    one_of,
    rows_in,
    text_in,
    texts_in,
    whole_in,
)

SCHEMA = "securit.outcome/1"


class Status(Enum):
    """How far the proof goes; every status promises a feasible decision."""

    OPTIMAL = "optimal"  # nothing better exists: objective and bound are equal
    BY_RULE = "by_rule"  # the procedure was followed to its end; the bound says how far from the best it may be
    STOPPED = "stopped"  # a limit ended the search; the gap is honest


class Watch:
    """Who looks on while a rule works: told how far it is, and shown each better answer. This one looks away.

    A rule may show answers as it finds them; the last one shown is what remains when the rule is ended from outside,
    so it must be feasible and its bounds and status honest as it stands.
    """

    def told(self, sentence: str) -> None:
        """What the rule does now."""

    def shown(self, answer: Answer[Any]) -> None:
        """A feasible answer, the best so far."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When to give up. ``steps`` (simplex iterations or search nodes) is repeatable anywhere, ``seconds`` is not.

    ``watch`` looks on and changes nothing.
    """

    seconds: int | None = None
    steps: int | None = None
    watch: Watch = field(default_factory=Watch, compare=False, repr=False)

    def __post_init__(self) -> None:
        if any(value is not None and value < 1 for value in (self.seconds, self.steps)):
            raise ValueError("A limit must be at least 1.")

    @property
    def name(self) -> str:
        """Which limits are set: ``steps``, ``seconds``, ``steps or seconds``, or nothing."""
        named = [name for name, value in (("steps", self.steps), ("seconds", self.seconds)) if value is not None]
        return " or ".join(named)


@dataclass(frozen=True, slots=True)
class Note:
    """One line of the explanation: the ids it speaks of, a code for machines, a sentence for people."""

    about: tuple[str, ...]
    code: str
    sentence: str


class Decision(Protocol):
    """A decision can be written as plain data."""

    def to_data(self) -> dict[str, Any]: ...


D = TypeVar("D", bound=Decision)


class Sense(Enum):
    """Which way is better."""

    MOST = "most"
    LEAST = "least"


@dataclass(frozen=True, slots=True)
class Objective:
    """One figure that a rule makes as good as it can, and how good it could be at best.

    ``bound`` is on the better side of ``value`` (``None``: nobody knows); the two are equal where ``status`` is
    optimal. Where objectives follow each other, the bound of a later one holds among the decisions that keep the
    values of those before it.
    """

    name: str
    value: Fraction
    bound: Fraction | None
    status: Status
    sense: Sense = Sense.MOST

    @property
    def gap(self) -> Fraction | None:
        """How much better, at most, another decision could be; never negative."""
        if self.bound is None:
            return None
        return self.bound - self.value if self.sense is Sense.MOST else self.value - self.bound

    def to_data(self) -> dict[str, Any]:
        """Plain data that JSON can hold."""
        return {
            "name": self.name,
            "value": plain(self.value),
            "bound": _text(self.bound),
            "gap": _text(self.gap),
            "status": self.status.value,
            "sense": self.sense.value,
        }

    @classmethod
    def from_data(cls, data: Plain) -> Objective:
        """The objective that was stored; raises ``Unusable`` for another shape."""
        return cls(
            name=text_in(data, "name"),
            value=number_in(data, "value"),
            bound=number_or_none_in(data, "bound"),
            status=one_of(Status, data, "status"),
            sense=one_of(Sense, data, "sense"),
        )


@dataclass(frozen=True, slots=True)
class Answer(Generic[D]):
    """What a rule hands to its frame: all of an outcome but the rule's own name, the seed and the digests."""

    decision: D
    status: Status
    trace: tuple[Note, ...]
    objectives: tuple[Objective, ...] = ()
    headline: str = ""
    certificate: tuple[tuple[str, Fraction], ...] = ()
    stopped_by: str = ""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[D]):
    """A decision with its proof.

    ``objectives`` stand in their order of importance (none where nothing is made greatest or least); ``headline``
    names the one that stands for the whole. ``status`` is the weakest of theirs. ``certificate`` holds the prices
    from which the bound of the headline follows. An outcome knows no seconds and no machine, so equal outcomes have
    equal digests. Where ``stopped_by`` is empty or ``steps``, a repetition gives the same bytes; where it names
    seconds, the search (or only the choice among equals) was ended by the wall clock.
    """

    engine: str
    rule: str
    version: str
    seed: int
    problem_digest: str
    status: Status
    decision: D
    objectives: tuple[Objective, ...]
    headline: str
    certificate: tuple[tuple[str, Fraction], ...]
    stopped_by: str
    trace: tuple[Note, ...]

    @property
    def objective(self) -> Fraction | None:
        """The value of the headline."""
        found = self.objective_named(self.headline)
        return None if found is None else found.value

    @property
    def bound(self) -> Fraction | None:
        """The bound of the headline."""
        found = self.objective_named(self.headline)
        return None if found is None else found.bound

    @property
    def gap(self) -> Fraction | None:
        """How much better, at most, the headline of another decision could be."""
        found = self.objective_named(self.headline)
        return None if found is None else found.gap

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical plain data."""
        return digest_of(self.to_data())

    def objective_named(self, name: str) -> Objective | None:
        """The objective of this name, if the rule has it."""
        return next((objective for objective in self.objectives if objective.name == name), None)

    def notes_about(self, *ids: str) -> tuple[Note, ...]:
        """The lines of the explanation that speak of all these ids."""
        return tuple(note for note in self.trace if set(ids) <= set(note.about))

    def to_data(self) -> dict[str, Any]:
        """Plain data that JSON can hold; exact numbers as text."""
        return {
            "schema": SCHEMA,
            "engine": self.engine,
            "rule": self.rule,
            "version": self.version,
            "seed": self.seed,
            "problem_digest": self.problem_digest,
            "status": self.status.value,
            "decision": self.decision.to_data(),
            "objectives": [objective.to_data() for objective in self.objectives],
            "headline": self.headline,
            "value": _text(self.objective),
            "bound": _text(self.bound),
            "gap": _text(self.gap),
            "certificate": [{"of": name, "price": plain(price)} for name, price in self.certificate],
            "stopped_by": self.stopped_by,
            "trace": [{"about": list(n.about), "code": n.code, "sentence": n.sentence} for n in self.trace],
        }


def outcome_from_data(data: Plain, decision_from_data: Callable[[Plain], D]) -> Outcome[D]:
    """The outcome that was stored; raises ``Unusable`` for another shape."""
    if data.get("schema") != SCHEMA:
        raise Unusable([f"This is not an outcome of the form {SCHEMA}."])
    return Outcome(
        engine=text_in(data, "engine"),
        rule=text_in(data, "rule"),
        version=text_in(data, "version"),
        seed=whole_in(data, "seed"),
        problem_digest=text_in(data, "problem_digest"),
        status=one_of(Status, data, "status"),
        decision=decision_from_data(mapping_in(data, "decision")),
        objectives=tuple(Objective.from_data(row) for row in rows_in(data, "objectives")),
        headline=text_in(data, "headline"),
        certificate=tuple((text_in(row, "of"), number_in(row, "price")) for row in rows_in(data, "certificate")),
        stopped_by=text_in(data, "stopped_by"),
        trace=tuple(
            Note(texts_in(row, "about"), text_in(row, "code"), text_in(row, "sentence"))
            for row in rows_in(data, "trace")
        ),
    )


def unexplained(ids: Iterable[str], trace: tuple[Note, ...]) -> tuple[str, ...]:
    """The ids that no line of the explanation names, sorted."""
    named = {one for note in trace for one in note.about}
    return tuple(sorted(set(ids) - named))


def _text(value: Fraction | None) -> str | None:
    return None if value is None else plain(value)
