"""A handful of applications to the example programmes, so that several programmes live side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ruamel.yaml import YAML

from securit import money
from securit.integrations.demo.cast import Cast
from securit.integrations.demo.people import applicants_application, represented_company
from securit.integrations.demo.world import World
from securit.integrations.synthetic.companies import Company, companies
from securit.kernel.actor import Actor, link_holder
from securit.programmes.public import Programme
from securit.stages.applications.public import (
    Application,
    Member,
    add_member,
    ask_for_sign_off,
    save_draft,
    sign_off,
    start_application,
    submit_application,
)
from securit.stages.calls.public import call_by_code

FILE = "example-applications.yaml"
PER_MEMBER = "member_task"
KIND = "sme"
COLUMNS = ("acronym", "title", "instrument", "challenge")


@dataclass(frozen=True, slots=True)
class Part:
    """One member of a team: its company and its share."""

    company: Company
    cost_cents: int
    grant_cents: int
    task: str
    unsigned: bool


def play_example(cast: Cast, programme: Programme, name: str) -> None:
    """Begin, write, sign off and submit what the file holds for this programme; its calls must be open."""
    known = {company.code: company for company in companies(cast.world.material, seed=cast.world.seed)}
    for row in _rows(cast.world, name):
        parts = [_part(cast.world, member, known) for member in row["members"]]
        _play(cast, programme, row, parts)


def _rows(world: World, name: str) -> list[Mapping[str, Any]]:
    text = (world.folder / FILE).read_text(encoding="utf-8")
    rows: list[Mapping[str, Any]] = YAML(typ="safe", pure=True).load(text).get(name, [])
    return rows


def _part(world: World, member: Mapping[str, Any], known: Mapping[str, Company]) -> Part:
    if "applicant" in member:
        company = applicants_application(world, member["applicant"]).members[0].company
    elif "representative" in member:
        company = represented_company(world)
    else:
        company = known[member["company"]]
    return Part(
        company,
        money.cents(member["cost"]),
        money.cents(member["grant"]),
        member.get("task", ""),
        bool(member.get("unsigned", False)),
    )


def _play(cast: Cast, programme: Programme, row: Mapping[str, Any], parts: list[Part]) -> None:
    call = call_by_code(programme, row["call"])
    begun = call.opens_at + timedelta(days=row["begun"], minutes=11)
    lead = cast.representative(parts[0].company, kind=KIND, at=begun)
    application = start_application(call=call, actor=lead, at=begun, synthetic=True)
    members = [_add(cast, application, part, place, lead, begun) for place, part in enumerate(parts)]
    tasks = {member.ref: part.task for member, part in zip(members, parts, strict=True) if part.task}
    answers = {**row["answers"], **({PER_MEMBER: tasks} if tasks else {})}
    changes = {**{name: row[name] for name in COLUMNS}, "answers": answers}
    application = save_draft(application=application, changes=changes, actor=lead, at=begun + timedelta(hours=5))
    for member, part in zip(members, parts, strict=True):
        _sign(cast, member, part, lead, begun + timedelta(hours=22))
    if "submitted" in row:
        arrived_at = call.opens_at + timedelta(days=row["submitted"], hours=4, seconds=17)
        submit_application(application=application, actor=lead, arrived_at=arrived_at)


def _add(cast: Cast, application: Application, part: Part, place: int, lead: Actor, at: datetime) -> Member:
    return add_member(
        application=application,
        organisation=cast.organisation(part.company, kind=KIND, at=at),
        role="member" if place else "lead",
        contact_email=part.company.email,
        cost_cents=part.cost_cents,
        grant_cents=part.grant_cents,
        actor=lead,
        at=at + timedelta(minutes=3 * place),
    )


def _sign(cast: Cast, member: Member, part: Part, lead: Actor, at: datetime) -> None:
    """The member signs by its private link; one that has not is asked, and has somebody here who can."""
    if not part.unsigned:
        by_link = link_holder(member.ref, f"sign_off:{member.ref}")
        sign_off(member=member, name=part.company.contact.full, actor=by_link, at=at)
    elif member.role != "lead":
        cast.representative(part.company, kind=KIND, at=at)
        ask_for_sign_off(member=member, actor=lead, at=at)
