"""The pages of partner search: the directory for each reader, a walk from the form to the conversation, the office."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest
from django.test import Client

from securit.stages.matchmaking.models import Introduction, Profile
from securit.stages.matchmaking.public import shut_out
from securit.stages.matchmaking.terms import PARTS
from tests.stages.matchmaking.meetings import SAID, WHY, a_partner_search, an_introduction, searching
from tests.worlds import BEFORE, a_person, a_programme, an_open_call, fresh, signed_in

pytestmark = pytest.mark.django_db

LIST_QUERIES = 14
PAGE_QUERIES = 25
ECOSYSTEM_QUERIES = 17


def names(client: Client, query: str = "") -> list[str]:
    html = client.get(f"/p/alpha/profiles/{query}").content.decode()
    return [part.split("</a>")[0].rsplit(">", 1)[1] for part in html.split("<h3>")[1:]]


def member(who: Any) -> Client:
    return signed_in(Client(), who.user, strong=False)


@pytest.fixture
def three(db: None) -> dict[str, Any]:
    """A profile that is public, one for members, and one that hides from the first."""
    programme = a_programme()
    hidden = dict.fromkeys(PARTS, "members")
    made = {
        "open": searching(programme, name="Open SAS", country="FR"),
        "inner": searching(programme, name="Inner GmbH", country="DE", offers="Radar " * 8, audiences=hidden),
        "shy": searching(programme, name="Shy BV", country="NL"),
        "programme": programme,
    }
    organisation = made["open"].profile.organisation
    shut_out(
        profile=made["shy"].profile, organisation=organisation, cause="competitor", actor=made["shy"].actor, at=BEFORE
    )
    return made


def test_each_reader_finds_what_is_open_to_them(three: dict[str, Any]) -> None:
    staff = signed_in(Client(), a_person(roles={three["programme"]: ["partner_staff"]}))
    readers = {"visitor": Client(), "open": member(three["open"]), "inner": member(three["inner"]), "staff": staff}
    everybody = ["Inner GmbH", "Open SAS", "Shy BV"]

    assert {name: names(client) for name, client in readers.items()} == {
        "visitor": ["Open SAS"],
        "open": ["Inner GmbH", "Open SAS"],
        "inner": everybody,
        "staff": everybody,
    }
    assert [names(client, "?q=radar") for client in readers.values()] == [
        [],
        ["Inner GmbH"],
        ["Inner GmbH"],
        ["Inner GmbH"],
    ]
    assert names(readers["inner"], "?country=NL&offers=sensors") == ["Shy BV"]
    assert names(readers["inner"], "?q=%25%22*") == []
    assert Client().get(f"/p/alpha/profiles/{three['inner'].profile.ref}/").status_code == 404


def test_the_export_holds_what_its_reader_may_read(three: dict[str, Any]) -> None:
    answers = [client.get("/p/alpha/profiles/export/").content for client in (Client(), member(three["inner"]))]
    tables = [list(csv.DictReader(io.StringIO(answer.decode("utf-8-sig")))) for answer in answers]

    assert [len(table) for table in tables] == [1, 3]
    assert (tables[0][0]["Role wished"], tables[1][1]["Role wished"]) == ("", "lead or member, both are fine")


@pytest.mark.parametrize("count", [1, 3])
def test_list_profile_and_ecosystem_cost_as_many_queries_for_three_as_for_one(
    django_assert_max_num_queries: Any, count: int
) -> None:
    programme = an_open_call().programme
    rows = [searching(programme, via="HUB") for _ in range(count + 1)]
    staff = signed_in(Client(), a_person(roles={programme: ["partner_staff"]}))
    client = member(rows[0])
    for one in rows[1:]:
        an_introduction(rows[0], one)
    with django_assert_max_num_queries(LIST_QUERIES):
        assert len(names(client)) == count + 1
    with django_assert_max_num_queries(PAGE_QUERIES):
        client.get(f"/p/alpha/profiles/{rows[1].profile.ref}/")
    with django_assert_max_num_queries(ECOSYSTEM_QUERIES):
        assert staff.get("/p/alpha/profiles/office/?partner=HUB").content.decode().count("Searching") >= count + 1


def test_from_a_partners_link_to_a_conversation() -> None:
    programme = an_open_call().programme
    other = searching(programme, name="Other AS")
    client = signed_in(Client(), a_person("New Person"), strong=False)
    client.post("/p/alpha/welcome/HUB/")
    own = {"legal_name": "New SAS", "kind": "sme", "country": "FR", "register_number": "", "city": "Lyon"}
    numberless = client.post("/p/alpha/profiles/new/organisation/", own)
    client.post("/p/alpha/profiles/new/organisation/", {**own, "register_number": "FR 123"})
    page = client.get("/p/alpha/profiles/new/")
    typed = {**posted(page.content.decode()), "summary": "We are.", "offers": SAID.offers, "countries": "France; de"}
    wrong = client.post("/p/alpha/profiles/new/", {**typed, "seeks": "mail me@firm.example", "countries": "Atlantis"})
    client.post("/p/alpha/profiles/new/", typed)
    mine = Profile.objects.in_programme(programme).latest("id")
    client.post(f"/p/alpha/profiles/{mine.ref}/publish/")
    suggested = client.get(f"/p/alpha/profiles/{mine.ref}/suggestions/").content.decode()
    asked = client.post(
        f"/p/alpha/profiles/{other.profile.ref}/interest/", {"asker": mine.ref, "message": WHY}, follow=True
    )
    introduction = Introduction.objects.in_programme(programme).get()
    member(other).post(f"/p/alpha/introductions/{introduction.ref}/accept/")
    client.post(f"/p/alpha/introductions/{introduction.ref}/", {"text": "When do we talk?"})
    read = member(other).get(f"/p/alpha/introductions/{introduction.ref}/").content.decode()

    assert (numberless.status_code, mine.organisation.register_number) == (422, "FR123")
    assert (wrong.status_code, "me@firm.example" in wrong.content.decode()) == (422, True)
    assert (mine.countries, mine.invited_by.code if mine.invited_by else "", fresh(mine).state) == (
        ("FR", "DE"),
        "HUB",
        "listed",
    )
    assert ("Why not more?" in suggested, "Waits for the other side" in asked.content.decode()) == (True, True)
    assert "When do we talk?" in read


def posted(html: str) -> dict[str, Any]:
    """What the form would send as it stands: hidden values and what is selected."""
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html))
    for name, options in re.findall(r'<select name="(\w+)".*?>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        fields[name] = chosen[1] if chosen else ""
    return {name: value for name, value in fields.items() if name != "csrfmiddlewaretoken"}


def test_the_office_helps_answers_and_introduces(django_assert_max_num_queries: Any) -> None:
    programme = an_open_call().programme
    made = a_partner_search(programme)
    client = signed_in(Client(), a_person(roles={programme: ["partner_staff"]}))
    refused = client.post(f"/p/alpha/profiles/office/abuse/{made['report'].ref}/", {"reason": ""})
    client.post(f"/p/alpha/profiles/office/abuse/{made['report'].ref}/", {"reason": "Talked to."})
    third, other = made["third"].profile, made["other"].profile
    same = client.post("/p/alpha/profiles/office/introduce/", {"one": third.ref, "other": third.ref, "message": WHY})
    client.post("/p/alpha/profiles/office/introduce/", {"one": third.ref, "other": other.ref, "message": WHY})

    assert (refused.status_code, fresh(made["report"]).answer, same.status_code) == (422, "Talked to.", 422)
    assert Introduction.objects.in_programme(programme).filter(made_by__isnull=False).count() == 1
    assert client.get(f"/p/alpha/introductions/{made['introduction'].ref}/").status_code == 404


def test_a_card_of_a_call_may_be_framed_and_nothing_else() -> None:
    call = an_open_call()
    card, page = Client().get("/p/alpha/calls/OC1/card/?via=HUB"), Client().get("/p/alpha/calls/OC1/")

    assert ("frame-ancestors *" in card["Content-Security-Policy"], "X-Frame-Options" in card) == (True, False)
    assert ("frame-ancestors 'none'" in page["Content-Security-Policy"], page["X-Frame-Options"]) == (True, "DENY")
    assert (call.title in card.content.decode(), "<form" in card.content.decode()) == (True, False)


def test_one_sees_takes_and_ends_what_is_stored(three: dict[str, Any]) -> None:
    one = three["inner"]
    introduction = an_introduction(one, three["shy"])
    client = member(one)
    kept = json.loads(client.get("/p/alpha/profiles/stored/file/").content)["kept"]
    link = f"/p/alpha/profiles/{one.profile.ref}/withdraw/"
    client.post("/p/alpha/profiles/stored/mails/", {"answer": "stop"})
    html = client.get("/p/alpha/profiles/stored/").content.decode()
    client.post(link)

    assert [len(each["records"]) for each in kept] == [1, 1, 0, 0, 1, *[0] * 12]
    assert ("Send me mails again" in html, link in html) == (True, True)
    assert (fresh(one.profile).state, fresh(introduction).state) == ("withdrawn", "ended")
