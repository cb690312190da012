"""The content of a results notice (R-64): what the public learns, as it stood on the day of publication. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from securit.programmes.definition import CallDefinition, ProgrammeDefinition

SCHEMA = "securit.results/1"


@dataclass(frozen=True, slots=True)
class Funded:
    """A funded application: its content, what it receives, since when."""

    content: Mapping[str, Any]
    amount_cents: int
    awarded_on: date


@dataclass(frozen=True, slots=True)
class Counted:
    """How many applications, and how much they asked together."""

    applications: int
    requested_cents: int

    @classmethod
    def of(cls, contents: Iterable[Mapping[str, Any]]) -> Counted:
        """The count over these contents."""
        asked = [content["grant_cents"] for content in contents]
        return cls(len(asked), sum(asked))

    def to_data(self) -> dict[str, int]:
        """Plain data."""
        return {"applications": self.applications, "requested_cents": self.requested_cents}


def notice_of(
    programme: ProgrammeDefinition,
    call: CallDefinition,
    *,
    received: Counted,
    eligible: Counted,
    funded: Sequence[Funded],
    published_on: date,
    synthetic: bool,
) -> dict[str, Any]:
    """The notice as plain data. Amounts stand in it only where the programme's profile publishes them; of natural
    persons only the country does."""
    with_amounts = programme.profile.amounts_published
    content: dict[str, Any] = {
        "schema": SCHEMA,
        "programme": {
            "slug": programme.slug,
            "acronym": programme.acronym,
            "title": programme.title,
            "funding_programme": programme.funding_programme,
            "grant_agreement": programme.grant_agreement,
        },
        "call": {
            "code": call.code,
            "title": call.title,
            "opened_on": call.opens_at.date().isoformat(),
            "closed_on": call.deadline_at.date().isoformat(),
        },
        "published_on": published_on.isoformat(),
        "synthetic": synthetic,
        "illustrative": list(call.illustrative),
        "received": received.to_data(),
        "eligible": eligible.to_data(),
        "selected": Counted.of(one.content for one in funded).to_data(),
        "amounts_published": with_amounts,
        "all_informed": True,
        "projects": [_project(call, one, with_amounts=with_amounts) for one in _in_order(funded)],
    }
    if with_amounts:
        content["awarded_cents"] = sum(one.amount_cents for one in funded)
    return content


def _in_order(funded: Sequence[Funded]) -> list[Funded]:
    return sorted(funded, key=lambda one: (one.content["acronym"].casefold(), one.content["number"]))


def _project(call: CallDefinition, one: Funded, *, with_amounts: bool) -> dict[str, Any]:
    content = one.content
    instrument = {i.code: i for i in call.instruments}.get(content["instrument"])
    project: dict[str, Any] = {
        "number": content["number"],
        "acronym": content["acronym"],
        "title": content["title"],
        "domain": content["domain"],
        "challenge": content["challenge"],
        "instrument": content["instrument"],
        "duration_months": instrument.duration_months if instrument else None,
        "awarded_on": one.awarded_on.isoformat(),
        "recipients": [_recipient(member, with_amounts=with_amounts) for member in content["members"]],
    }
    return {**project, "amount_cents": one.amount_cents} if with_amounts else project


def _recipient(member: Mapping[str, Any], *, with_amounts: bool) -> dict[str, Any]:
    person = member["kind"] == "person"
    recipient = {
        "legal_name": str(_("natural person")) if person else member["legal_name"],
        "country": member["country"],
        "kind": member["kind"],
    }
    return {**recipient, "amount_cents": member["grant_cents"]} if with_amounts else recipient
