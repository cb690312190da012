"""A problem of teams as plain data, and back. A key that is missing has its default, so older data stay readable."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from securit.engines._shared.errors import Unusable
from securit.engines._shared.exact import plain
from securit.engines._shared.plain_data import (
    Plain,
    mapping_in,
    number_in,
    one_of,
    rows_in,
    text_in,
    texts_in,
    whole_in,
)

if TYPE_CHECKING:
    from securit.engines.matching.teams import problem as of

SCHEMA = "securit.matching.teams/1"


def problem_data(problem: of.Problem) -> dict[str, Any]:
    """The plain data of a problem."""
    bonds: dict[str, tuple[of.Apart | of.Together, ...]] = {"apart": problem.apart, "together": problem.together}
    return {
        "schema": SCHEMA,
        "challenges": [_challenge_data(c) for c in problem.challenges],
        "organisations": [_organisation_data(o) for o in problem.organisations],
        **{
            name: [{"id": b.id, "organisations": list(b.organisations), "reason": b.reason} for b in listed]
            for name, listed in bonds.items()
            if listed
        },
    }


def problem_parts(data: Plain) -> dict[str, Any]:
    """The arguments of the problem that was stored; raises ``Unusable`` for another shape."""
    from securit.engines.matching.teams import problem as of

    if data.get("schema") != SCHEMA:
        raise Unusable([f"This is not a problem of the form {SCHEMA}."])
    return {
        "challenges": tuple(_challenge(row) for row in rows_in(data, "challenges")),
        "organisations": tuple(_organisation(row) for row in rows_in(data, "organisations")),
        "apart": tuple(
            of.Apart(text_in(row, "id"), texts_in(row, "organisations"), text_in(row, "reason", ""))
            for row in rows_in(data, "apart")
        ),
        "together": tuple(
            of.Together(text_in(row, "id"), texts_in(row, "organisations"), text_in(row, "reason", ""))
            for row in rows_in(data, "together")
        ),
    }


def _challenge_data(challenge: of.Challenge) -> dict[str, Any]:
    skills = [
        {"skill": s.skill, "weight": plain(s.weight), "level": plain(s.level), "is_required": s.is_required}
        for s in challenge.skills
    ]
    counts = [{"trait": c.trait.value, "name": c.name, "at_least": c.at_least} for c in challenge.counts]
    excluded = [{"organisation": e.organisation, "reason": e.reason} for e in challenge.excluded]
    return {
        "id": challenge.id,
        "skills": skills,
        "counts": counts,
        "least": challenge.least,
        "most": challenge.most,
        "countries": challenge.countries,
        "eligible": list(challenge.eligible),
        "present": list(challenge.present),
        "excluded": excluded,
        "fits": {name: plain(fit) for name, fit in challenge.fits},
        "toll": plain(challenge.toll),
    }


def _challenge(row: Plain) -> of.Challenge:
    from securit.engines.matching.teams import problem as of

    fits = mapping_in(row, "fits")
    return of.Challenge(
        id=text_in(row, "id"),
        skills=tuple(
            of.Skill(
                text_in(one, "skill"),
                _number(one, "weight", Fraction(0)),
                _number(one, "level", Fraction(1)),
                _flag(one, "is_required"),
            )
            for one in rows_in(row, "skills")
        ),
        counts=tuple(
            of.Count(one_of(of.Trait, one, "trait"), text_in(one, "name"), whole_in(one, "at_least", 1))
            for one in rows_in(row, "counts")
        ),
        least=whole_in(row, "least", 1),
        most=whole_in(row, "most", 5),
        countries=whole_in(row, "countries", 1),
        eligible=texts_in(row, "eligible"),
        present=texts_in(row, "present"),
        excluded=tuple(
            of.Excluded(text_in(one, "organisation"), text_in(one, "reason", "")) for one in rows_in(row, "excluded")
        ),
        fits=tuple((name, number_in(fits, name)) for name in fits),
        toll=_number(row, "toll", Fraction(0)),
    )


def _organisation_data(organisation: of.Organisation) -> dict[str, Any]:
    return {
        "id": organisation.id,
        "country": organisation.country,
        "kind": organisation.kind,
        "roles": list(organisation.roles),
        "skills": {name: plain(level) for name, level in organisation.skills},
        "capacity": organisation.capacity,
    }


def _organisation(row: Plain) -> of.Organisation:
    from securit.engines.matching.teams import problem as of

    skills = mapping_in(row, "skills")
    return of.Organisation(
        id=text_in(row, "id"),
        country=text_in(row, "country"),
        kind=text_in(row, "kind", ""),
        roles=texts_in(row, "roles"),
        skills=tuple((name, number_in(skills, name)) for name in skills),
        capacity=whole_in(row, "capacity", 1),
    )


def _number(row: Plain, key: str, default: Fraction) -> Fraction:
    return number_in(row, key) if key in row else default


def _flag(row: Plain, key: str) -> bool:
    value = row.get(key, True)
    if not isinstance(value, bool):
        raise Unusable([f"“{key}” must be true or false."])
    return value
