"""What goes into a ranking and what comes out of it: frozen, exact, without tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

#: What a ranking proposes for an application, with the state of the award that follows from it.
PROPOSALS = {"funded": "funded", "reserve": "reserve_listed", "not_funded": "not_funded"}


@dataclass(frozen=True, slots=True)
class Share:
    """One member of a team: who it is, and the part of the grant that it asks."""

    organisation: str
    legal_name: str
    country: str
    kind: str
    grant_cents: int


@dataclass(frozen=True, slots=True)
class Contender:
    """An evaluated application as the published rules look at it; ``scores`` are combined, by criterion."""

    ref: str
    number: str
    acronym: str
    title: str
    domain: str
    instrument: str
    challenge: str
    members: tuple[Share, ...]
    scores: Mapping[str, Fraction]
    reports: int
    arrived_at: datetime
    content_sha256: str

    @property
    def amount_cents(self) -> int:
        """The grant that the whole team asks."""
        return sum(member.grant_cents for member in self.members)

    @property
    def countries(self) -> tuple[str, ...]:
        """The members' countries, each once, sorted."""
        return tuple(sorted({member.country for member in self.members}))


@dataclass(frozen=True, slots=True)
class Room:
    """The money that a call can still spend, and what the ledger already holds for legal entities (by ref)."""

    budget_cents: int
    ceiling_cents: int
    ceiling_is_cumulative: bool = True
    used_cents: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an application stands: ``rank`` is ``None`` below a threshold; ``keys`` are its tie-break values.

    ``scores``, ``raw`` and ``weighted`` are rounded as published: what is shown is what counts.
    """

    contender: Contender
    scores: Mapping[str, Fraction]
    raw: Fraction
    weighted: Fraction
    rank: int | None
    keys: tuple[Fraction, ...]
    proposed: str
    reserve_position: int | None
    because: str


@dataclass(frozen=True, slots=True)
class Computed:
    """The standings from the best down, then those below a threshold by number; with problem and outcome as data."""

    standings: tuple[Standing, ...]
    seed: int
    problem: Mapping[str, object]
    outcome: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class AwardFigures:
    """What was decided on a call, in numbers; all zero before the decision."""

    funded: int = 0
    reserve_listed: int = 0
    not_funded: int = 0
    awarded_cents: int = 0
    sme_shares: int = 0
    countries: tuple[str, ...] = ()
