"""Teams before their application, in several states, so that a visitor finds one to lead and one to be invited into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from ruamel.yaml import YAML

from securit import money
from securit.integrations.demo.cast import Cast
from securit.integrations.demo.people import applicants_application, represented_company
from securit.integrations.synthetic.companies import Company, companies
from securit.integrations.synthetic.material import draw
from securit.kernel import refs
from securit.kernel.actor import Actor
from securit.people.public import Described, Organisation, User
from securit.programmes.public import Programme
from securit.stages.calls.public import Call
from securit.stages.matchmaking.public import (
    Team,
    choose_option,
    dissolve_team,
    form_team,
    invite_member,
    join_team,
    open_vacancy,
    set_money,
    share_out,
    show_interest,
    write_note,
)

FILE = "example-teams.yaml"
KIND = "sme"
Row = Mapping[str, Any]


def play_teams(cast: Cast, call: Call, name: str, *, until: datetime) -> None:
    """Form the teams that the file ``name`` holds for this call, while it is open. Refs come from their own source."""
    text = (cast.world.folder / FILE).read_text(encoding="utf-8")
    rows: Sequence[Row] = YAML(typ="safe", pure=True).load(text).get(name, [])
    known = {company.code: company for company in companies(cast.world.material, seed=cast.world.seed)}
    with refs.drawn_from(draw(cast.world.seed, f"teams of {name}")):
        for row in rows:
            at = call.opens_at + timedelta(days=row["formed"])
            if row["call"] == call.code and at + timedelta(days=4) < until:
                _play(_Stage(cast, call.programme, known), row, call, at)


class _Stage:
    """Whom a row of the file means."""

    def __init__(self, cast: Cast, programme: Programme, known: Mapping[str, Company]) -> None:
        self.cast, self.programme, self.known = cast, programme, known

    def company(self, row: Row) -> Company:
        """The company of a member, an applicant or the representative."""
        if "applicant" in row:
            return applicants_application(self.cast.world, row["applicant"]).members[0].company
        return represented_company(self.cast.world) if "representative" in row else self.known[row["company"]]

    def party(self, row: Row, at: datetime) -> tuple[Organisation, Actor]:
        """The organisation and the person who speaks for it."""
        company = self.company(row)
        actor = self.cast.representative(company, kind=KIND, at=at)
        return self.cast.organisation(company, kind=KIND, at=at), actor


def _play(stage: _Stage, row: Row, call: Call, at: datetime) -> None:
    lead_organisation, lead = stage.party(row["lead"], at)
    team = form_team(
        programme=stage.programme,
        name=row["name"],
        purpose=row["purpose"],
        lead=lead_organisation,
        actor=lead,
        at=at,
        synthetic=True,
    )
    shares = {team.members.get(role="lead").ref: _hundredths(row["lead"]["share"])}
    for hours, member in enumerate(row["members"], start=1):
        ref, share = _invite(stage, team, member, lead, at + timedelta(hours=hours))
        if share:
            shares[ref] = share
    share_out(team=team, shares=shares, actor=lead, at=at + timedelta(days=1))
    _plan(team, row, call, lead, at + timedelta(days=1))
    _seek(stage, team, row, lead, at + timedelta(days=2))
    if "dissolved" in row:
        dissolve_team(team=team, reason=row["dissolved"], actor=lead, at=at + timedelta(days=3))


def _invite(stage: _Stage, team: Team, row: Row, lead: Actor, at: datetime) -> tuple[str, int]:
    organisation, actor = stage.party(row, at)
    described = Described(organisation.country, organisation.register_number, organisation.legal_name, KIND)
    member = invite_member(team=team, described=described, role=row["role"], actor=lead, at=at)
    if not row.get("invited"):
        user = User.objects.get(ref=actor.ref)
        join_team(member=member, name=actor.name, user=user, actor=actor, at=at + timedelta(minutes=40))
    return member.ref, _hundredths(row["share"])


def _plan(team: Team, row: Row, call: Call, lead: Actor, at: datetime) -> None:
    for said in row["options"]:
        option = choose_option(team=team, call=call, instrument=said["instrument"], actor=lead, at=at)
        cost, grant = money.cents(said["cost"]), money.cents(said["grant"])
        set_money(option=option, cost_cents=cost, grant_cents=grant, actor=lead, at=at)
    for note in row.get("notes", ()):
        write_note(team=team, kind=note["kind"], text=note["text"], actor=lead, at=at)


def _seek(stage: _Stage, team: Team, row: Row, lead: Actor, at: datetime) -> None:
    opened = [open_vacancy(team=team, actor=lead, at=at, **said) for said in row["vacancies"]]
    for said in row.get("interests", ()):
        organisation, actor = stage.party(said, at)
        show_interest(
            team=team,
            organisation=organisation,
            user=User.objects.get(ref=actor.ref),
            message=said["message"],
            vacancy=opened[0],
            actor=actor,
            at=at + timedelta(hours=7),
        )


def _hundredths(text: str) -> int:
    return int(Decimal(text) * 100)
