"""What is said of an organisation that looks for partners, and who met whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from securit.stages.matchmaking.terms import USUAL_AUDIENCES, Availability, RoleWished


@dataclass(frozen=True, slots=True)
class Statement:
    """The parts of a profile as its organisation states them; ``cluster`` is the code of the partner that may help.

    ``offered`` and ``sought`` are capabilities of the catalogue, ``challenges`` numbers, ``countries`` ISO codes.
    """

    summary: str = ""
    offers: str = ""
    seeks: str = ""
    offered: tuple[str, ...] = ()
    sought: tuple[str, ...] = ()
    challenges: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    role_wished: str = RoleWished.EITHER.value
    availability: str = Availability.NOW.value
    audiences: Mapping[str, str] = field(default_factory=lambda: dict(USUAL_AUDIENCES))
    cluster: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the programme knows: numbers of published challenges, codes of capabilities and of partners."""

    challenges: frozenset[str]
    capabilities: frozenset[str]
    clusters: frozenset[str]


@dataclass(frozen=True, slots=True)
class Party:
    """One side: the person at the table (nobody for an introduction) and the organisation, if one was named."""

    user_id: int | None
    ref: str
    name: str


@dataclass(frozen=True, slots=True)
class Encounter:
    """Two sides and their day. ``event`` is empty for an introduction; ``held``: known to have taken place."""

    one: Party
    other: Party
    on: date
    event: str = ""
    held: bool = True
