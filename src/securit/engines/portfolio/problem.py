"""The question: which ranked applications to fund, within a budget, its envelopes and the ceilings of recipients."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Any

from securit.engines._shared.errors import Unusable, refuse_if_any
from securit.engines._shared.exact import plain
from securit.engines._shared.plain_data import (
    Plain,
    digest_of,
    doubled,
    mapping_in,
    number_in,
    rows_in,
    text_in,
    texts_in,
    whole_in,
)

SCHEMA = "securit.portfolio/1"


class Marginal(Enum):
    """What a ranked list does at the first application that the money left cannot cover, as the call published it."""

    SKIP = "skip_what_does_not_fit"
    STOP = "stop_at_first_that_does_not_fit"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An application above the thresholds: its score, its rank (1 is best; equals share one) and what it asks.

    ``shares`` says how the amount falls to recipients; it is empty when nobody is under a ceiling, and otherwise
    adds up to the amount.
    """

    id: str
    score: Fraction
    rank: int
    amount_cents: int
    domain: str = ""
    instrument: str = ""
    shares: tuple[tuple[str, int], ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "shares", tuple(sorted(self.shares)))


@dataclass(frozen=True, slots=True)
class Envelope:
    """The most that may go to one domain, one instrument, or one instrument within one domain."""

    id: str
    most_cents: int
    domain: str = ""
    instrument: str = ""

    def covers(self, candidate: Candidate) -> bool:
        """Whether the candidate's money comes out of this envelope."""
        return self.domain in ("", candidate.domain) and self.instrument in ("", candidate.instrument)


@dataclass(frozen=True, slots=True)
class Recipient:
    """A legal entity under a ceiling, with what earlier awards already took of it. Others have no ceiling."""

    id: str
    ceiling_cents: int
    committed_cents: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """Sorted by id on entry, so the order in which it was written changes nothing.

    Raises ``Unusable`` when it contradicts itself. It is never infeasible: to fund nothing is always allowed.
    """

    candidates: tuple[Candidate, ...]
    budget_cents: int
    envelopes: tuple[Envelope, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    marginal: Marginal = Marginal.SKIP

    def __post_init__(self) -> None:
        for name in ("candidates", "envelopes", "recipients"):
            object.__setattr__(self, name, tuple(sorted(getattr(self, name), key=lambda one: str(one.id))))
        refuse_if_any(_contradictions(self))

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical plain data."""
        return digest_of(self.to_data())

    def to_data(self) -> dict[str, Any]:
        """Plain data that JSON can hold; scores as text, money as whole cents."""
        return {
            "schema": SCHEMA,
            "candidates": [
                {
                    "id": c.id,
                    "score": plain(c.score),
                    "rank": c.rank,
                    "amount_cents": c.amount_cents,
                    "domain": c.domain,
                    "instrument": c.instrument,
                    "shares": dict(c.shares),
                }
                for c in self.candidates
            ],
            "budget_cents": self.budget_cents,
            "envelopes": [
                {"id": e.id, "most_cents": e.most_cents, "domain": e.domain, "instrument": e.instrument}
                for e in self.envelopes
            ],
            "recipients": [
                {"id": r.id, "ceiling_cents": r.ceiling_cents, "committed_cents": r.committed_cents}
                for r in self.recipients
            ],
            "marginal": self.marginal.value,
        }

    @classmethod
    def from_data(cls, data: Plain) -> Problem:
        """The problem that was stored; raises ``Unusable`` for another shape."""
        if data.get("schema") != SCHEMA:
            raise Unusable([f"This is not a problem of the form {SCHEMA}."])
        if data.get("marginal") not in {marginal.value for marginal in Marginal}:
            raise Unusable([f"“{data.get('marginal')}” does not say what happens where the money ends."])
        return cls(
            candidates=tuple(_candidate(row) for row in rows_in(data, "candidates")),
            budget_cents=whole_in(data, "budget_cents"),
            envelopes=tuple(
                Envelope(
                    text_in(row, "id"), whole_in(row, "most_cents"), text_in(row, "domain"), text_in(row, "instrument")
                )
                for row in rows_in(data, "envelopes")
            ),
            recipients=tuple(
                Recipient(text_in(row, "id"), whole_in(row, "ceiling_cents"), whole_in(row, "committed_cents"))
                for row in rows_in(data, "recipients")
            ),
            marginal=Marginal(data["marginal"]),
        )


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The decision, each group from the best rank down: funded; reserve (first in line when money returns);
    barred (a recipient's ceiling stands in the way, whatever money returns)."""

    funded: tuple[str, ...]
    reserve: tuple[str, ...]
    barred: tuple[str, ...]

    def to_data(self) -> dict[str, Any]:
        """Plain data that JSON can hold."""
        return {"funded": list(self.funded), "reserve": list(self.reserve), "barred": list(self.barred)}

    @classmethod
    def from_data(cls, data: Plain) -> Portfolio:
        """The decision that was stored."""
        return cls(texts_in(data, "funded"), texts_in(data, "reserve"), texts_in(data, "barred"))


def _candidate(row: Plain) -> Candidate:
    shares = mapping_in(row, "shares")
    return Candidate(
        id=text_in(row, "id"),
        score=number_in(row, "score"),
        rank=whole_in(row, "rank"),
        amount_cents=whole_in(row, "amount_cents"),
        domain=text_in(row, "domain", ""),
        instrument=text_in(row, "instrument", ""),
        shares=tuple((name, whole_in(shares, name)) for name in shares),
    )


def _contradictions(problem: Problem) -> Iterator[str]:
    yield from doubled("Candidate", (c.id for c in problem.candidates))
    yield from doubled("Envelope", (e.id for e in problem.envelopes))
    yield from doubled("Recipient", (r.id for r in problem.recipients))
    if problem.budget_cents < 0:
        yield "The budget cannot be negative."
    for candidate in problem.candidates:
        yield from _contradictions_of(candidate)
    for envelope in problem.envelopes:
        if envelope.most_cents < 0:
            yield f"Envelope {envelope.id} cannot be negative."
    for recipient in problem.recipients:
        if recipient.ceiling_cents < 0 or recipient.committed_cents < 0:
            yield f"Recipient {recipient.id} has a negative ceiling or a negative amount committed."


def _contradictions_of(candidate: Candidate) -> Iterator[str]:
    if candidate.score < 0:
        yield f"Candidate {candidate.id} cannot have the negative score {plain(candidate.score)}."
    if candidate.rank < 1:
        yield f"Candidate {candidate.id} cannot have rank {candidate.rank}; the best is 1."
    if candidate.amount_cents < 0 or any(share < 0 for _, share in candidate.shares):
        yield f"Candidate {candidate.id} cannot ask a negative amount."
    if candidate.shares and sum(share for _, share in candidate.shares) != candidate.amount_cents:
        yield f"The shares of candidate {candidate.id} do not add up to the amount it asks."
    yield from doubled(f"In candidate {candidate.id}, recipient", (name for name, _ in candidate.shares))
