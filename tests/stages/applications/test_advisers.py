"""A team lets somebody of a partner read its sealed draft: kept, ended when it says, and never a judge afterwards."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from securit.kernel import clock
from securit.kernel.actor import SYSTEM
from securit.kernel.policy import Denied, decide
from securit.kernel.refusals import NotNow
from securit.machinery.correspondence.models import Mail
from securit.programmes.public import give_role
from securit.stages.applications.models import Adviser, Application
from securit.stages.applications.public import advised_pairs
from securit.stages.applications.services.advise import (
    CannotAdvise,
    accept_advising,
    end_advising,
    invite_adviser,
    read_as_adviser,
)
from securit.stages.applications.services.mails import advise_link
from securit.stages.evaluation.public import add_evaluator
from securit.stages.evaluation.selectors.assigning import question_of
from securit.stages.screening.public import Screening
from tests import worlds
from tests.stages.applications import teams
from tests.stages.applications.late import an_adviser, an_invited_adviser
from tests.stages.applications.teams import CANARY, Team, address
from tests.worlds import AFTER, DEADLINE, WHILE_OPEN, acting, signed_in


def test_who_was_let_in_is_barred_also_after_the_reading_was_ended(complete: Team) -> None:
    complete.submit()
    adviser, user = an_adviser(complete.fresh())
    give_role(programme=complete.programme, user=user, role="case_handler", actor=SYSTEM, at=WHILE_OPEN)
    end_advising(adviser=adviser, actor=complete.actor, at=WHILE_OPEN)
    call = worlds.closed(complete.call)
    verdict = decide(acting(user), "application.view", complete.fresh().facts())
    assert isinstance(verdict, Denied)
    assert verdict.code == "conflict_of_interest"
    assert list(Application.objects.visible_to(acting(user))) == []
    screening = Screening.objects.in_programme(call.programme).get(application__call=worlds.screened(call))
    assert isinstance(decide(acting(user), "screening.clear", screening.facts()), Denied)


def test_no_engine_assigns_somebody_who_advised_the_team(complete: Team) -> None:
    complete.submit()
    _adviser, user = an_adviser(complete.fresh())
    call = worlds.screened(worlds.closed(complete.call))
    evaluator = add_evaluator(
        programme=call.programme,
        user=user,
        institution="An institute",
        country="FR",
        expertise=(),
        languages=("en",),
        max_load=3,
        actor=SYSTEM,
        at=AFTER,
    )
    number = complete.application.number
    assert advised_pairs(call) == [(number, user.pk)]
    assert question_of(call).barred == {(number, evaluator.ref): "read the draft as an adviser of the team"}


def test_only_the_invited_account_of_that_partner_says_yes(draft: Team) -> None:
    adviser, user = an_invited_adviser(draft.application)
    token = advise_link(adviser)
    other = worlds.a_person()
    outsider = worlds.a_user(email="outsider@post.example")
    stray = invite_adviser(
        application=draft.application,
        partner=adviser.partner,
        name="Out Sider",
        email=outsider.email,
        actor=draft.actor,
        at=WHILE_OPEN,
    )
    wrong = [(adviser, token, other), (adviser, advise_link(stray), user), (stray, advise_link(stray), outsider)]
    codes = []
    for one, link, person in wrong:
        with pytest.raises(CannotAdvise) as refused:
            accept_advising(adviser=one, token=link, user=person, actor=acting(person), at=WHILE_OPEN)
        codes.append(refused.value.code)
    assert codes == ["link_does_not_fit", "link_does_not_fit", "not_of_partner"]


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"name": " "}, "name_missing", "name"),
        ({"email": "nowhere"}, "not_an_address", "email"),
        ({"email": "ADA@hub.example"}, "invited_already", "email"),
    ],
)
def test_an_invitation_that_cannot_be_says_why(said: dict[str, str], code: str, field: str, draft: Team) -> None:
    first, _user = an_invited_adviser(draft.application)
    wanted: Any = {"partner": first.partner, "name": "Ada", "email": "ada@hub.example", "actor": draft.actor}
    invite_adviser(application=draft.application, at=WHILE_OPEN, **wanted)
    with pytest.raises(CannotAdvise) as refused:
        invite_adviser(application=draft.application, at=WHILE_OPEN, **wanted | said)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_readings_end_with_the_deadline_and_when_the_team_says(draft: Team) -> None:
    adviser, user = an_adviser(draft.application)
    with pytest.raises(CannotAdvise, match="The deadline has passed"):
        read_as_adviser(adviser=adviser, actor=acting(user), at=DEADLINE)
    end_advising(adviser=adviser, actor=draft.actor, at=WHILE_OPEN)
    with pytest.raises(NotNow):
        read_as_adviser(adviser=adviser, actor=acting(user), at=WHILE_OPEN)


def test_from_the_invitation_to_the_end_on_the_pages(client: Client, settings: Any, open_call: Any) -> None:
    settings.DEMO = True
    clock.set_now(WHILE_OPEN)
    team = teams.a_submission_with_canaries(open_call)
    page = signed_in(client, team.writer)
    _adviser, user = an_invited_adviser(team.fresh(), code="HUB")
    end_advising(adviser=_adviser, actor=team.actor, at=WHILE_OPEN)
    listing = address(team, "advisers")
    sent = {"partner": "HUB", "name": "Ada Adviser", "email": user.email, "intent": "once"}
    assert page.post(listing, sent | {"email": "nowhere"}).status_code == 422
    assert page.post(listing, {"intent": "none"}).context["form"].errors["person"] == [
        "Choose a person, or name somebody who is not in the list."
    ]
    assert page.post(listing, sent).status_code == 302
    adviser = Adviser.objects.get(state="invited")
    link = reverse("applications:advise", kwargs={"slug": team.programme.slug, "token": advise_link(adviser)})
    assert link in Mail.objects.filter(to=user.email).latest("id").body
    theirs = signed_in(Client(), user)
    assert CANARY not in theirs.get(link).content.decode()
    reading = theirs.post(link)["Location"]
    for _twice in range(2):
        text = theirs.get(reading).content.decode()
        assert (f"We watch bridges {CANARY}" in text, f"{CANARY}.pdf" in text) == (True, True)
        assert ("partner@firm.example" in text, "/file/" in text) == (False, False)
    assert "read 2 times" in page.get(listing).content.decode()
    assert page.get(reading).status_code == 404
    end = reverse("applications:end_adviser", kwargs={"slug": team.programme.slug, "adviser": adviser.ref})
    assert theirs.post(end).status_code == 404
    assert page.post(end).status_code == 302
    assert theirs.get(reading).status_code == 409
    assert theirs.get(link).status_code == 404
