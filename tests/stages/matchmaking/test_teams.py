"""Teams: who comes in and who goes, what rules keep out, and what cannot be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from securit.kernel.actor import link_holder
from securit.kernel.models import AuditEntry
from securit.kernel.refusals import NotAllowed
from securit.machinery.correspondence.models import Mail
from securit.people.public import User
from securit.stages.calls.public import Call
from securit.stages.matchmaking.public import (
    CannotInvite,
    CannotJoin,
    CannotPlan,
    CannotShowInterest,
    Team,
    TeamMember,
    accept_interest,
    choose_option,
    dissolve_team,
    hand_over_lead,
    invite_member,
    join_team,
    leave_team,
    remove_member,
    set_money,
    share_out,
    show_interest,
)
from tests.stages.matchmaking.consortia import (
    a_member,
    a_team,
    a_vacancy,
    an_interest,
    an_invited,
    an_open_call_now,
    an_option,
    described,
)
from tests.stages.solutions.catalogues import a_solution
from tests.worlds import WHILE_OPEN, acting, an_applicant, an_organisation

AT = WHILE_OPEN


@pytest.fixture
def call(settings: Any, tmp_path: Path, db: None) -> Call:
    """An open call; the programme's time stands while it is."""
    return an_open_call_now(settings, tmp_path)


@pytest.fixture
def team_and_lead(call: Call) -> tuple[Team, User]:
    return a_team(call.programme)


def acts(team: Team) -> list[str]:
    return list(AuditEntry.objects.filter(stream=f"team:{team.ref}").order_by("seq").values_list("act", flat=True))


def test_an_organisation_is_invited_once_also_under_its_name_alone(team_and_lead: tuple[Team, User]) -> None:
    team, lead = team_and_lead
    organisation = an_organisation("DE", legal_name="Zweite GmbH")
    an_invited(team, lead, organisation)
    for again in (organisation, an_organisation("DE", legal_name="zweite  gmbh")):
        with pytest.raises(CannotInvite) as refusal:
            an_invited(team, lead, again)
        assert (refusal.value.code, refusal.value.field) == ("member_twice", "organisation")


def test_who_replaces_takes_the_share_when_it_accepts_and_the_other_goes(team_and_lead: tuple[Team, User]) -> None:
    team, lead = team_and_lead
    before, person = a_member(team, lead)
    share_out(team=team, shares={before.ref: 4_000}, actor=acting(lead), at=AT)
    user, organisation = an_applicant("IT")
    new = invite_member(team=team, described=described(organisation), replaces=before, actor=acting(lead), at=AT)
    joined = join_team(member=new, name="Ida", user=user, actor=acting(user), at=AT)
    before.refresh_from_db()
    assert (before.state, before.ended_reason, joined.share, joined.joined_share) == (
        "removed",
        "replaced",
        4_000,
        4_000,
    )
    assert [person.pk in team.facts().person_ids, user.pk in team.facts().person_ids] == [False, True]


def test_leaving_handing_over_and_dissolving_leave_a_trail(team_and_lead: tuple[Team, User]) -> None:
    team, lead = team_and_lead
    second, person = a_member(team, lead)
    first = team.members.get(role="lead")
    with pytest.raises(NotAllowed):
        leave_team(member=first, reason="Too much work.", actor=acting(lead), at=AT)
    with pytest.raises(NotAllowed):
        remove_member(member=first, reason="I want to lead.", actor=acting(person), at=AT)
    hand_over_lead(member=second, actor=acting(lead), at=AT)
    leave_team(member=TeamMember.objects.get(pk=first.pk), reason="Too much work.", actor=acting(lead), at=AT)
    interest = an_interest(a_vacancy(team, person))
    dissolved = dissolve_team(team=team, reason="The station chose another.", actor=acting(person), at=AT)
    interest.refresh_from_db()
    assert (dissolved.state, interest.state, team.vacancies.get().state) == ("dissolved", "declined", "closed")
    assert acts(team)[-7:] == [
        "team_member.lead", "team_member.leave", "vacancy.create", "interest.create",
        "vacancy.close", "interest.decline", "team.dissolve",
    ]  # fmt: skip
    with pytest.raises(CannotJoin):
        show_interest(
            team=dissolved,
            organisation=interest.organisation,
            user=interest.asked_by,
            actor=acting(interest.asked_by),
            at=AT,
        )


def test_a_call_with_two_applications_per_organisation_lets_it_into_two_teams(call: Call) -> None:
    user, organisation = an_applicant("DE")
    for number in range(3):
        team, lead = a_team(call.programme)
        an_option(team, lead, call)
        member = an_invited(team, lead, organisation)
        if number < 2:
            join_team(member=member, name="Dora", user=user, actor=acting(user), at=AT)
    with pytest.raises(CannotJoin) as refusal:
        join_team(member=member, name="Dora", user=user, actor=acting(user), at=AT)
    assert refusal.value.code == "in_other_teams"
    free, lead = a_team(call.programme)
    accepted = an_invited(free, lead, organisation)
    join_team(member=accepted, name="Dora", user=user, actor=acting(user), at=AT)
    with pytest.raises(CannotPlan) as not_planned:
        choose_option(team=free, call=call, instrument="prototype", actor=acting(lead), at=AT)
    assert not_planned.value.code == "member_in_other_teams"
    assert organisation.legal_name not in str(not_planned.value)


def test_a_link_alone_speaks_only_for_an_organisation_that_nobody_represents(team_and_lead: tuple[Team, User]) -> None:
    team, lead = team_and_lead
    represented, nobodys = an_applicant("DE")[1], an_organisation("IT")
    for organisation, code in ((represented, "sign_in_to_join"), (nobodys, "")):
        member = an_invited(team, lead, organisation)
        holder = link_holder(member.ref, f"team_invitation:{member.ref}")
        if code:
            with pytest.raises(CannotJoin) as refusal:
                join_team(member=member, name="Hanna", actor=holder, at=AT)
            assert refusal.value.code == code
        else:
            assert join_team(member=member, name="Hanna", actor=holder, at=AT).joined_by == "Hanna"


def test_a_provider_of_the_catalogue_is_asked_at_an_address_that_the_team_never_sees(call: Call) -> None:
    team, lead = a_team(call.programme)
    solution = a_solution(call.programme, state="listed", contact_email="hidden@provider.example")
    organisation = an_organisation("DE", legal_name=solution.provider_name)
    member = invite_member(team=team, described=described(organisation), solution=solution, actor=acting(lead), at=AT)
    assert Mail.objects.get(to="hidden@provider.example").body.count("hidden@provider.example") == 0
    assert (member.from_catalogue, member.contact_email) == (True, "hidden@provider.example")


def test_figures_and_shares_that_cannot_be_are_refused_at_their_field(call: Call) -> None:
    team, lead = a_team(call.programme)
    option, ref = an_option(team, lead, call), team.members.get().ref
    found = []
    for cost, grant in ((-1, 0), (100, 200), (10**13, 0)):
        with pytest.raises(CannotPlan) as refusal:
            set_money(option=option, cost_cents=cost, grant_cents=grant, actor=acting(lead), at=AT)
        found.append((refusal.value.code, refusal.value.field))
    with pytest.raises(CannotPlan) as refusal:
        share_out(team=team, shares={ref: 10_001}, actor=acting(lead), at=AT)
    assert [*found, (refusal.value.code, refusal.value.field)] == [
        ("amount_out_of_range", "cost"),
        ("grant_over_cost", "grant"),
        ("amount_out_of_range", "cost"),
        ("share_out_of_range", f"share_{ref}"),
    ]


def test_who_is_taken_in_by_interest_has_joined_and_fills_the_place(team_and_lead: tuple[Team, User]) -> None:
    team, lead = team_and_lead
    interest = an_interest(a_vacancy(team, lead))
    with pytest.raises(NotAllowed):
        accept_interest(interest=interest, actor=acting(interest.asked_by), at=AT)
    joined = accept_interest(interest=interest, actor=acting(lead), at=AT)
    assert (joined.state, joined.joined_by, team.vacancies.get().state) == ("joined", interest.asked_by.name, "filled")
    with pytest.raises(CannotShowInterest) as refusal:
        show_interest(
            team=team,
            organisation=interest.organisation,
            user=interest.asked_by,
            actor=acting(interest.asked_by),
            at=AT,
        )
    assert refusal.value.code == "member_twice"
