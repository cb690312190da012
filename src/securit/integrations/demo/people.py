"""Whom a visitor of the demonstration can be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TextIO

from django.conf import settings

from securit.integrations.demo.cast import Cast
from securit.integrations.demo.script import Moment, Part
from securit.integrations.demo.world import NoDemoHere, World
from securit.integrations.synthetic.applications import SyntheticApplication
from securit.integrations.synthetic.companies import Company

#: The page where one click makes a visitor one of them.
PAGE = "/demo/"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One of them: who, in which role, for whom, and what there is to do."""

    email: str
    name: str
    role: str
    organisation: str
    does: str


def people(world: World) -> tuple[DemoPerson, ...]:
    """Everybody a visitor can be, in the order of the script."""
    return tuple(_introduced(world, part) for part in world.script.people)


def applicants_application(world: World, key: str) -> SyntheticApplication:
    """What the applicant of that number wrote for the second call: 1 submitted it (late), 2 left it as a draft."""
    written = world.applications(2)
    if key == "2":
        return next(each for each in written if each.fate == "left_in_draft")
    late = sorted((each for each in written if each.submitted_at), key=lambda each: str(each.submitted_at))
    in_order = [e for e in late if e.fate == "submitted" and not e.intended_fault and len(e.members) == 2]
    return in_order[-len(in_order) // 8]


def represented_company(world: World) -> Company:
    """The company for which the representative signs: the second member of the first applicant's team."""
    return applicants_application(world, "1").members[1].company


def introduce(cast: Cast, moment: Moment) -> None:
    """See to it that applicants and representative have an account and speak for their company, whatever they did."""
    companies = [applicants_application(cast.world, key).members[0].company for key in ("1", "2")]
    for company in (*companies, represented_company(cast.world)):
        cast.representative(company, kind="sme", at=moment.at)


def cli_people(out: TextIO) -> int:
    """Print the people one can be, and where; exit status 1 when the demonstration's data are not here."""
    try:
        found = people(World())
    except NoDemoHere as missing:
        out.write(f"{missing}\n")
        return 1
    width = [max(len(row[i]) for row in ((p.name, p.role, p.organisation) for p in found)) for i in range(3)]
    out.write(f"Be one of these people: {settings.BASE_URL}{PAGE}\n\n")
    for person in found:
        columns = (person.name.ljust(width[0]), person.role.ljust(width[1]), person.organisation.ljust(width[2]))
        out.write("  ".join((*columns, person.does)).rstrip() + "\n")
    return 0


def _introduced(world: World, part: Part) -> DemoPerson:
    if part.kind == "post":
        post = world.staff[part.key]
        partner = _partner_name(world, post.partner) or "independent"
        return DemoPerson(post.email, post.name.full, post.title, partner, part.does)
    if part.kind == "evaluator":
        expert = world.evaluators[int(part.key) - 1]
        return DemoPerson(expert.email, expert.name.full, "Evaluator", expert.institution, part.does)
    if part.kind == "representative":
        return _contact(represented_company(world), "Representative of a team member", part)
    return _contact(applicants_application(world, part.key).members[0].company, "Applicant", part)


def _contact(company: Company, role: str, part: Part) -> DemoPerson:
    return DemoPerson(company.email, company.contact.full, role, company.legal_name, part.does)


def _partner_name(world: World, code: str) -> str:
    partners = world.programme(world.script.programme).partners
    return next((partner.short or partner.name for partner in partners if partner.code == code), "")
