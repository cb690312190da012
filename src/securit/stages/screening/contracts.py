"""What screening knows beside the application, and what leaves it: frozen, without tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from securit.machinery.rules import Words
from securit.programmes.definition import CallDefinition


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What one legal entity asks in one application that counts and is not decided on."""

    number: str
    call: str
    grant_cents: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A listed name that one of ours is like, and how much in hundredths."""

    name: str
    reference: str
    regime: str
    hundredths: int


@dataclass(frozen=True, slots=True)
class SanctionsFacts:
    """The list that was compared with, and what was found by the ids of ``sanctions.names_in``."""

    generated_on: str
    sha256: str
    entries: int
    hits: Mapping[str, tuple[Listed, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the built-in tests look at besides the content of one version.

    ``insiders`` maps marks of legal entities (see :func:`marks_of`) to the partner they belong to; ``applications``
    maps an organisation's ref to the numbers of the counting applications of this call in which it takes part;
    ``used_cents`` to what the ledger already holds for it. ``sized_on`` is the day whose ceilings tell an SME.
    ``elsewhere`` maps an organisation's ref to what it asks in all undecided applications, this one included,
    ``in_programme`` to how many it took part in, ``awarded_elsewhere`` to what other programmes that published results
    hold for it, by title; ``alike`` maps numbers of applications to those with nearly the same text and how much in
    hundredths. ``None``: not looked at. ``listed`` is what the sanctions list gave; ``None``: none is loaded.
    ``asked`` maps the codes of the form's questions to their labels, ``words`` is what people call the facts, and
    ``may_control`` the countries from which a member may be controlled,
    ``terms`` the call's own, for points that facts give; ``waived_cents`` the grant up to which an incomplete
    declaration on honour is no obstacle.
    """

    insiders: Mapping[str, str] = field(default_factory=dict)
    applications: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    used_cents: Mapping[str, int] = field(default_factory=dict)
    ceiling_cents: int = 0
    ceiling_is_cumulative: bool = True
    most_applications: int | None = None
    insiders_may_apply: bool = False
    sized_on: date | None = None
    elsewhere: Mapping[str, tuple[Elsewhere, ...]] | None = None
    in_programme: Mapping[str, int] = field(default_factory=dict)
    awarded_elsewhere: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    alike: Mapping[str, tuple[tuple[str, int], ...]] | None = None
    listed: SanctionsFacts | None = None
    asked: Mapping[str, str] = field(default_factory=dict)
    words: Words = field(default_factory=Words)
    may_control: frozenset[str] = frozenset()
    waived_cents: int = 0
    terms: CallDefinition | None = None


def marks_of(legal_name: str, country: str, register_number: str) -> tuple[str, ...]:
    """The marks by which one legal entity is told from another: its number in the country's register, and its name."""
    name = re.sub(r"[\W_]+", " ", legal_name.casefold()).strip()
    number = re.sub(r"[\W_]+", "", register_number.casefold())
    return tuple(mark for mark in (f"{country}:{number}" if number else "", f"name:{name}" if name else "") if mark)
