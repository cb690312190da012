"""What an engine says: the decision, and with it everything a doubter needs to check it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Limits:
    """When to give up. ``steps`` (simplex iterations or search nodes) is repeatable anywhere, ``seconds`` is not."""

    seconds: int | None = None
    steps: int | None = None

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


@dataclass(frozen=True, slots=True)
class Answer(Generic[D]):
    """What a rule hands to its frame: all of an outcome but the rule's own name, the seed and the digests."""

    decision: D
    status: Status
    objective: Fraction | None
    bound: Fraction | None
    trace: tuple[Note, ...]
    certificate: tuple[tuple[str, Fraction], ...] = ()
    stopped_by: str = ""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[D]):
    """A decision with its proof. More is better: ``objective <= bound`` always, both ``None`` where nothing is
    maximised. ``certificate`` holds the prices from which the bound follows. It knows no seconds and no machine,
    so equal outcomes have equal digests. Where ``stopped_by`` is empty or ``steps``, a repetition gives the same
    bytes; where it names seconds, the search (or only the choice among equals) was ended by the wall clock.
    """

    engine: str
    rule: str
    version: str
    seed: int
    problem_digest: str
    status: Status
    decision: D
    objective: Fraction | None
    bound: Fraction | None
    certificate: tuple[tuple[str, Fraction], ...]
    stopped_by: str
    trace: tuple[Note, ...]

    @property
    def gap(self) -> Fraction | None:
        """How much better, at most, another decision could be."""
        return None if self.objective is None or self.bound is None else self.bound - self.objective

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical plain data."""
        return digest_of(self.to_data())

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
            "objective": _text(self.objective),
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
    if data.get("status") not in {status.value for status in Status}:
        raise Unusable([f"“{data.get('status')}” is not a status of an outcome."])
    return Outcome(
        engine=text_in(data, "engine"),
        rule=text_in(data, "rule"),
        version=text_in(data, "version"),
        seed=whole_in(data, "seed"),
        problem_digest=text_in(data, "problem_digest"),
        status=Status(data["status"]),
        decision=decision_from_data(mapping_in(data, "decision")),
        objective=number_or_none_in(data, "objective"),
        bound=number_or_none_in(data, "bound"),
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
