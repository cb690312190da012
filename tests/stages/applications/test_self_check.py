"""Before anybody writes: the call's own rules become questions, and the answers go into the application."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from securit.kernel.actor import SYSTEM
from securit.machinery.forms import parse_form
from securit.machinery.rules import parse_rules
from securit.stages.applications.advice import advice_before_writing
from securit.stages.applications.self_check import Seat, asked_by, facts_of
from securit.stages.calls.public import announce_call
from tests import worlds
from tests.stages.applications import teams
from tests.stages.applications.teams import FORM
from tests.stages.applications.test_readiness import terms
from tests.worlds import BEFORE, signed_in

TWO_SMES = {"count": "members", "where": {"kind": "sme"}, "at_least": 2}
AN_IDEA = {"value": "answers.abstract", "present": True}
LITTLE_MONEY = {"each": "members", "field": "grant_cents", "at_most": "60000.00"}
RULES = parse_rules(
    [
        {"code": "A", "says": "Two SMEs.", "remedy": "Invite another SME.", "test": TWO_SMES},
        {"code": "B", "says": "Nothing has begun.", "test": {"value": "answers.started", "is_true": False}},
        {"code": "C", "says": "A little money.", "test": LITTLE_MONEY},
        {
            "code": "D",
            "says": "An idea.",
            "remedy": "Have one.",
            "test": {"value": "answers.abstract", "present": True},
        },
    ]
)


def test_only_what_a_rule_looks_at_and_is_quickly_answered_is_asked() -> None:
    asked = asked_by(replace(terms(), eligibility=RULES, form=parse_form(FORM)))
    assert (asked.instrument, asked.challenge, asked.grant) == (False, False, True)
    assert [field.code for field in asked.form.fields] == ["started"]


def test_what_was_not_said_stays_open_and_what_was_said_is_judged() -> None:
    facts = facts_of([Seat("You", "sme", "FR", 4_000_000)], {"started": True})
    found = advice_before_writing(facts, replace(terms(), eligibility=RULES))
    assert found is not None
    assert [(a.says, a.label, a.remedy) for a in (*found.doubtful, *found.met)] == [
        ("Two SMEs.", "not met", "Invite another SME."),
        ("Nothing has begun.", "not met", ""),
        ("An idea.", "open", ""),
        ("A little money.", "met", ""),
    ]
    assert found.is_refused


@pytest.mark.usefixtures("now")
def test_a_visitor_checks_and_begins_with_the_answers(client: Client, db: None) -> None:
    call = teams.an_open_call(eligibility=RULES)
    place = {"slug": call.programme.slug, "code": call.code}
    said = {"kind": "sme", "country": "FR", "kind1": "sme", "country1": "DE", "started": "no", "grant": "30000"}
    answer = client.get(reverse("applications:self_check", kwargs=place), said)
    assert "Nothing speaks against it; something is still open" in answer.content.decode()
    lead = worlds.an_organisation("FR")
    page = signed_in(Client(), worlds.a_person(represents=lead))
    start = page.get(answer.context["apply_url"])
    assert start.context["known"].startswith("kind=sme&country=FR")
    begun = page.post(reverse("applications:start", kwargs=place), {"lead": lead.ref, "known": start.context["known"]})
    draft = call.applications.get()
    assert begun.headers["Location"] == f"/p/{call.programme.slug}/applications/{draft.ref}/"
    assert draft.answers == {"started": False}


def test_every_seat_has_a_country_and_its_own_money_and_every_challenge_its_name(client: Client, db: None) -> None:
    whole = {"sum": "members.grant_cents", "at_most": "70000.00"}
    about = {"value": "challenge", "present": True}
    rules = parse_rules([{"code": code, "says": code, "test": test} for code, test in (("A", whole), ("B", about))])
    call = teams.an_open_call(eligibility=rules)
    url = reverse("applications:self_check", kwargs={"slug": call.programme.slug, "code": call.code})
    said = {"kind": "sme", "country": "FR", "grant": "50000", "kind1": "sme", "grant1": "30000", "challenge": "1.1"}
    page = client.get(url, said).content.decode()
    assert "Say where this partner is established." in page
    assert re.search(r'<option value="1.1" selected>1.1 [A-Z]', page) is not None
    found = client.get(url, {**said, "country1": "DE"}).context["advice"]
    assert [(line.says, line.label) for line in (*found.doubtful, *found.met)] == [("A", "not met"), ("B", "met")]


@pytest.mark.usefixtures("now")
@pytest.mark.parametrize("known", ["kind=sme&country=ZZ&started=no", "kind=%00", "x" * 9_000, "started=maybe&kind=sme"])
def test_what_is_no_answer_is_not_carried_over(client: Client, db: None, known: str) -> None:
    call = teams.an_open_call(eligibility=RULES)
    place = {"slug": call.programme.slug, "code": call.code}
    lead = worlds.an_organisation("FR")
    page = signed_in(client, worlds.a_person(represents=lead))
    assert page.get(f"{reverse('applications:self_check', kwargs=place)}?{known}").status_code == 200
    assert page.post(reverse("applications:start", kwargs=place), {"lead": lead.ref, "known": known}).status_code == 302
    assert call.applications.get().answers == {}


def test_the_rules_of_an_announced_call_are_not_out_yet(client: Client, db: None) -> None:
    call = announce_call(call=worlds.a_drafted_call(), actor=SYSTEM, at=BEFORE)
    place = {"slug": call.programme.slug, "code": call.code}
    assert client.get(reverse("applications:self_check", kwargs=place)).status_code == 404
