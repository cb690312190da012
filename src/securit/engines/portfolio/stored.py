"""A portfolio problem as plain data, and back. A key that is missing has its default, so older data stay readable."""

from __future__ import annotations

from collections.abc import Mapping
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
    from securit.engines.portfolio import problem as of

SCHEMA = "securit.portfolio/1"


def problem_data(problem: of.Problem) -> dict[str, Any]:
    """The plain data of a problem."""
    return {
        "schema": SCHEMA,
        "candidates": [_candidate_data(c) for c in problem.candidates],
        "budget_cents": problem.budget_cents,
        "envelopes": [
            {"id": e.id, "most_cents": e.most_cents, "domain": e.domain, "instrument": e.instrument}
            for e in problem.envelopes
        ],
        "recipients": [
            {"id": r.id, "ceiling_cents": r.ceiling_cents, "committed_cents": r.committed_cents}
            for r in problem.recipients
        ],
        "marginal": problem.marginal.value,
        **_used("quotas", [_quota_data(q) for q in problem.quotas]),
        **_used("exclusions", [{"id": x.id, "candidates": list(x.candidates)} for x in problem.exclusions]),
        **_used("links", [{"id": link.id, "candidates": list(link.candidates)} for link in problem.links]),
        **({} if problem.reserve.name == "NEXT_IN_RANK" else {"reserve": problem.reserve.value}),
    }


def problem_parts(data: Plain) -> dict[str, Any]:
    """The arguments of the problem that was stored; raises ``Unusable`` for another shape."""
    from securit.engines.portfolio import problem as of

    if data.get("schema") != SCHEMA:
        raise Unusable([f"This is not a problem of the form {SCHEMA}."])
    if data.get("marginal") not in {marginal.value for marginal in of.Marginal}:
        raise Unusable([f"“{data.get('marginal')}” does not say what happens where the money ends."])
    return {
        "candidates": tuple(_candidate(row) for row in rows_in(data, "candidates")),
        "budget_cents": whole_in(data, "budget_cents"),
        "envelopes": tuple(
            of.Envelope(
                text_in(row, "id"), whole_in(row, "most_cents"), text_in(row, "domain"), text_in(row, "instrument")
            )
            for row in rows_in(data, "envelopes")
        ),
        "recipients": tuple(
            of.Recipient(text_in(row, "id"), whole_in(row, "ceiling_cents"), whole_in(row, "committed_cents"))
            for row in rows_in(data, "recipients")
        ),
        "marginal": of.Marginal(data["marginal"]),
        "quotas": tuple(_quota(row) for row in rows_in(data, "quotas")),
        "exclusions": tuple(
            of.Exclusion(text_in(row, "id"), texts_in(row, "candidates")) for row in rows_in(data, "exclusions")
        ),
        "links": tuple(of.Link(text_in(row, "id"), texts_in(row, "candidates")) for row in rows_in(data, "links")),
        "reserve": one_of(of.Reserve, data, "reserve") if "reserve" in data else of.Reserve.NEXT_IN_RANK,
    }


def _used(name: str, rows: list[Mapping[str, Any]]) -> dict[str, Any]:
    return {name: rows} if rows else {}


def _candidate_data(candidate: of.Candidate) -> dict[str, Any]:
    data = {
        "id": candidate.id,
        "score": plain(candidate.score),
        "rank": candidate.rank,
        "amount_cents": candidate.amount_cents,
        "domain": candidate.domain,
        "instrument": candidate.instrument,
        "shares": dict(candidate.shares),
    }
    steps: list[Mapping[str, Any]] = [
        {"amount_cents": s.amount_cents, "score": plain(s.score)} for s in candidate.steps
    ]
    groups = {"groups": list(candidate.groups)} if candidate.groups else {}
    return {**data, **groups, **_used("steps", steps)}


def _candidate(row: Plain) -> of.Candidate:
    from securit.engines.portfolio import problem as of

    shares = mapping_in(row, "shares")
    return of.Candidate(
        id=text_in(row, "id"),
        score=number_in(row, "score"),
        rank=whole_in(row, "rank"),
        amount_cents=whole_in(row, "amount_cents"),
        domain=text_in(row, "domain", ""),
        instrument=text_in(row, "instrument", ""),
        shares=tuple((name, whole_in(shares, name)) for name in shares),
        groups=texts_in(row, "groups"),
        steps=tuple(
            of.Step(whole_in(step, "amount_cents"), number_in(step, "score")) for step in rows_in(row, "steps")
        ),
    )


def _quota_data(quota: of.Quota) -> dict[str, Any]:
    data: dict[str, Any] = {"id": quota.id, "group": quota.group}
    for name in ("at_least", "at_most", "least_cents", "most_cents"):
        value = getattr(quota, name)
        if value or (value is not None and name.endswith(("most", "most_cents"))):
            data[name] = value
    return data


def _quota(row: Plain) -> of.Quota:
    from securit.engines.portfolio import problem as of

    return of.Quota(
        text_in(row, "id"),
        text_in(row, "group"),
        whole_in(row, "at_least", 0),
        whole_in(row, "at_most") if "at_most" in row else None,
        whole_in(row, "least_cents", 0),
        whole_in(row, "most_cents") if "most_cents" in row else None,
    )
