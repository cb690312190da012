"""Before anybody writes: what the call's own rules look at, asked as a handful of questions. No database, no request.

The answers are facts of an application that does not exist yet: one organisation, perhaps partners, and answers to
those questions of the form that a rule asks about. Whatever is not known stays open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from securit.machinery.forms import Field, FieldType, FormSpec, Section
from securit.machinery.rules import evaluate
from securit.programmes.definition import CallDefinition

#: Types of questions that are answered with one press or a few keys; others wait for the application.
SHORT = frozenset(
    {
        FieldType.CHOICE,
        FieldType.CHOICES,
        FieldType.YES_NO,
        FieldType.WHOLE_NUMBER,
        FieldType.MONEY,
        FieldType.COUNTRY,
        FieldType.DATE,
    }
)
SECTION = "self_check"
_NOBODY: Mapping[str, Any] = {"members": [{}], "answers": {}}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the rules of a call look at: the columns ``instrument``, ``challenge``; money; questions of the form."""

    instrument: bool
    challenge: bool
    grant: bool
    form: FormSpec


@dataclass(frozen=True, slots=True)
class Seat:
    """An organisation that would take part; ``grant_cents`` where it was said."""

    name: str
    kind: str
    country: str
    grant_cents: int | None = None


def asked_by(terms: CallDefinition) -> Asked:
    """The questions that the eligibility rules of these terms lead to."""
    places = {place for finding in evaluate(terms.eligibility, _NOBODY) for place in finding.evidence}
    codes = {place.partition(".")[2] for place in places if place.startswith("answers.")}
    fields = tuple(_plain(field) for field in (terms.form.fields if terms.form else ()) if field.code in codes)
    return Asked(
        instrument="instrument" in places and len(terms.instruments) > 1,
        challenge="challenge" in places and bool(terms.challenges),
        grant=any(place.endswith(".grant_cents") for place in places),
        form=FormSpec("", (Section(SECTION, "", tuple(f for f in fields if f.type in SHORT and not f.per_member)),)),
    )


def _plain(field: Field) -> Field:
    """The question without the condition under which the form shows it."""
    return Field(
        field.code,
        field.type,
        field.label,
        help=field.help,
        options=field.options,
        limits=field.limits,
        per_member=field.per_member,
    )


def facts_of(
    seats: Iterable[Seat], answers: Mapping[str, Any], *, instrument: str = "", challenge: str = ""
) -> dict[str, Any]:
    """The facts as rules read them; what was not said is left out."""
    members = [_member(seat, role="member" if number else "lead") for number, seat in enumerate(seats)]
    return {"instrument": instrument, "challenge": challenge, "answers": dict(answers), "members": members}


def _member(seat: Seat, *, role: str) -> dict[str, Any]:
    said = {} if seat.grant_cents is None else {"grant_cents": seat.grant_cents}
    return {"legal_name": seat.name, "role": role, "kind": seat.kind, "country": seat.country, **said}
