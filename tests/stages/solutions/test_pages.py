"""The catalogue's pages: the public list and its filters, one solution, the desk, claims, duplicates."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client

from securit.kernel.actor import SYSTEM
from securit.machinery.correspondence.models import Mail
from securit.programmes.public import Programme
from securit.stages.solutions.models import Claim, Solution
from securit.stages.solutions.public import edit_solution
from tests.stages.solutions.catalogues import TEXTS, a_claim, a_solution
from tests.worlds import BEFORE, a_person, a_programme, a_user, fresh, signed_in

pytestmark = pytest.mark.django_db

LIST_QUERIES = 5
PAGE_QUERIES = 6
DESK_QUERIES = 10
PAIRS_QUERIES = 8


def titles(client: Client, query: str = "") -> list[str]:
    """The titles that the list shows, in its order."""
    html = client.get(f"/p/alpha/solutions/{query}").content.decode()
    return [part.split("</a>")[0].rsplit(">", 1)[1] for part in html.split("<h3>")[1:]]


def a_scout(client: Client, programme: Programme) -> Client:
    return signed_in(client, a_person(roles={programme: ["partner_staff"]}))


@pytest.fixture
def three(db: None) -> Programme:
    """Three solutions of two countries, one verified, one not listed."""
    programme = a_programme()
    a_solution(programme, state="verified", title="Night camera", trl="8")
    a_solution(
        programme, state="listed", title="Żółta tablica", country="PL", trl="5", nature="physical", evidence="",
        domains="D2", capabilities="video", provider_name="Tablica Sp. z o.o.", synthetic=True,
    )  # fmt: skip
    a_solution(programme, title="Secret drawer")
    return programme


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["Night camera", "Żółta tablica"]),
        ("?q=night", ["Night camera"]),
        ("?q=CAM+nig", ["Night camera"]),
        ("?q=zolta", ["Żółta tablica"]),
        ("?q=secret", []),
        ("?q=%25%22'*", []),
        ("?domain=D2", ["Żółta tablica"]),
        ("?domain=nothing", ["Night camera", "Żółta tablica"]),
        ("?capability=sensors", ["Night camera"]),
        ("?nature=physical", ["Żółta tablica"]),
        ("?trl_from=6", ["Night camera"]),
        ("?trl_to=6", ["Żółta tablica"]),
        ("?country=PL", ["Żółta tablica"]),
        ("?evidence=yes", ["Night camera"]),
        ("?evidence=link", ["Night camera"]),
        ("?evidence=file", []),
        ("?evidence=certificate", []),
        ("?kind=large", []),
        ("?challenge=9.9", ["Night camera", "Żółta tablica"]),
        ("?verified=yes", ["Night camera"]),
        ("?records=real", ["Night camera"]),
        ("?records=synthetic", ["Żółta tablica"]),
        ("?sort=country", ["Night camera", "Żółta tablica"]),
        ("?sort=trl", ["Night camera", "Żółta tablica"]),
        ("?page=9999", ["Night camera", "Żółta tablica"]),
    ],
)
def test_the_catalogue_shows_what_passes_the_filters(
    client: Client, three: Programme, query: str, shown: list[str]
) -> None:
    assert titles(client, query) == shown


def test_a_search_that_finds_nothing_offers_the_words_that_find_something_alone(
    client: Client, three: Programme
) -> None:
    page = client.get("/p/alpha/solutions/?q=night+cameras+at+airports&country=FR")
    assert page.context["words_alone"] == [
        ("night", "/p/alpha/solutions/?q=night&country=FR"),
        ("camera", "/p/alpha/solutions/?q=camera&country=FR"),
    ]


def test_a_changed_text_is_found_by_its_new_words_only(client: Client, three: Programme) -> None:
    camera = Solution.objects.in_programme(three).get(title="Night camera")
    edit_solution(solution=camera, stated={"title": "Dawn radar", "summary": "R" * 40}, actor=SYSTEM, at=BEFORE)

    assert (titles(client, "?q=radar"), titles(client, "?q=camera")) == (["Dawn radar"], [])


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_as_many_queries_for_three_as_for_one(
    client: Client, django_assert_num_queries: Any, count: int
) -> None:
    programme = a_programme()
    for _ in range(count):
        a_solution(programme, state="listed")
    titles(client)
    with django_assert_num_queries(LIST_QUERIES):
        assert len(titles(client)) == count


def test_an_empty_catalogue_says_what_comes(client: Client) -> None:
    a_programme()

    assert "Nothing is listed yet" in client.get("/p/alpha/solutions/").content.decode()


def test_synthetic_records_stand_under_a_band_with_a_way_to_real_ones_only(client: Client, three: Programme) -> None:
    everything = client.get("/p/alpha/solutions/").content.decode()
    real = client.get("/p/alpha/solutions/?records=real").content.decode()

    assert ("k-band" in everything, "records=real" in everything, "k-band" in real) == (True, True, False)


def test_the_export_is_what_is_shown_without_contacts(client: Client, three: Programme) -> None:
    answer = client.get("/p/alpha/solutions/export/?q=night")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert [row[1] for row in rows] == ["Title", "Night camera"]
    assert TEXTS["contact_email"] not in answer.content.decode()
    assert client.get("/p/alpha/solutions/export/?as=xlsx").content.startswith(b"PK")


def test_the_map_counts_by_country(client: Client, three: Programme) -> None:
    html = client.get("/p/alpha/solutions/map/").content.decode()

    assert ("Poland" in html, "France" in html) == (True, True)


def test_up_to_four_listed_solutions_stand_side_by_side(client: Client) -> None:
    programme = a_programme()
    refs = [a_solution(programme, state="listed", title=f"Number {n}").ref for n in range(5)]
    hidden = a_solution(programme, title="Hidden").ref
    html = client.get(
        f"/p/alpha/solutions/compare/?{'&'.join(f'compare={r}' for r in [hidden, *refs])}"
    ).content.decode()

    assert [f"Number {n}" in html for n in range(5)] == [True, True, True, False, False]
    assert "Hidden" not in html
    assert "Nothing is chosen" in client.get("/p/alpha/solutions/compare/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_solution_costs_few_queries(client: Client, django_assert_num_queries: Any, count: int) -> None:
    programme = a_programme()
    solution, *_others = (a_solution(programme, state="listed") for _ in range(count))
    client.get(f"/p/alpha/solutions/{solution.ref}/")
    with django_assert_num_queries(PAGE_QUERIES):
        client.get(f"/p/alpha/solutions/{solution.ref}/")


def test_contacts_are_seen_by_staff_only_and_texts_are_safe(client: Client) -> None:
    programme = a_programme()
    solution = a_solution(programme, state="listed", summary="<script>alert(1)</script> and forty more characters.")
    page = f"/p/alpha/solutions/{solution.ref}/"
    public = client.get(page).content.decode()
    inside = a_scout(client, programme).get(page).content.decode()

    assert ("<script>alert" in public, "&lt;script&gt;" in public) == (False, True)
    assert (TEXTS["contact_email"] in public, TEXTS["contact_email"] in inside) == (False, True)


def test_what_is_not_listed_is_not_there_for_others(client: Client) -> None:
    programme = a_programme()
    drafted, foreign = a_solution(programme), a_solution(a_programme("beta"), state="listed")

    assert client.get(f"/p/alpha/solutions/{drafted.ref}/").status_code == 404
    assert client.get(f"/p/alpha/solutions/{foreign.ref}/").status_code == 404


def test_a_scout_enters_lists_and_verifies(client: Client) -> None:
    programme = a_programme()
    a_scout(client, programme)
    sent = {**TEXTS, "title": "Drone net", "capabilities": ["drones"], "domains": ["D1"], "nature": "physical"}
    wrong = client.post("/p/alpha/solutions/office/new/", {**sent, "provider_kind": "sme", "country": ""})
    entered = client.post("/p/alpha/solutions/office/new/", {**sent, "provider_kind": "sme"})
    solution = Solution.objects.in_programme(programme).get()
    page = f"/p/alpha/solutions/{solution.ref}/"
    listed = client.post(f"{page}publish/")
    unseen = client.post(f"{page}verify/", {"note": "x"})
    verified = client.post(f"{page}verify/", {"checked": ["visit", "certificate"], "note": "Seen."})

    assert [a.status_code for a in (wrong, entered, listed, unseen, verified)] == [422, 302, 302, 422, 302]
    assert (fresh(solution).state, fresh(solution).checked) == ("verified", ("visit", "certificate"))


def test_a_stale_edit_shows_what_it_now_reads(client: Client) -> None:
    programme = a_programme()
    solution = a_solution(programme, title="Mine")
    a_scout(client, programme)
    edit_solution(solution=solution, stated={"title": "Theirs"}, actor=SYSTEM, at=BEFORE)
    sent = {**TEXTS, "title": "Mine again", "provider_kind": "sme", "nature": "digital", "domains": ["D1"]}
    page = f"/p/alpha/solutions/{solution.ref}/edit/"
    answer = client.post(page, {**sent, "version": "1"})

    assert answer.status_code == 409
    assert "It now reads: Theirs" in answer.content.decode()
    assert client.post(page, {**sent, "version": "2"}).status_code == 302


def test_a_verified_solution_is_archived_and_put_back(client: Client) -> None:
    programme = a_programme()
    solution = a_solution(programme, state="verified")
    a_scout(client, programme)
    page = f"/p/alpha/solutions/{solution.ref}/"
    answers = [
        client.post(f"{page}archive/", {"cause": "nothing"}),
        client.post(f"{page}archive/", {"cause": "stale"}),
        client.post(f"{page}restore/"),
        client.post(f"{page}confirm/"),
    ]

    assert [answer.status_code for answer in answers] == [422, 302, 302, 302]


def test_a_provider_claims_on_the_page_and_staff_approve_on_the_desk(client: Client) -> None:
    programme = a_programme()
    solution = a_solution(programme, state="listed")
    claimant = a_user("Camille", email="camille@acme.example")
    page = f"/p/alpha/solutions/{solution.ref}/"
    assert client.get(f"{page}claim/").status_code == 302
    signed_in(client, claimant)
    asked = client.post(f"{page}claim/", {"statement": ""})
    claim = Claim.objects.in_programme(programme).get()
    assert client.post(f"/p/alpha/solutions/office/claims/{claim.ref}/", {"answer": "approve"}).status_code == 403
    a_scout(client, programme)
    desk = client.get("/p/alpha/solutions/office/").content.decode()
    approved = client.post(f"/p/alpha/solutions/office/claims/{claim.ref}/", {"answer": "approve"})

    assert (asked.status_code, approved.status_code) == (302, 302)
    assert "camille@acme.example" in desk
    assert fresh(solution).claimed_by == claimant


def test_two_people_claim_one_record_and_each_sees_what_became_of_it(client: Client) -> None:
    programme = a_programme()
    solution = a_solution(programme, state="listed")
    page, office = f"/p/alpha/solutions/{solution.ref}/", "/p/alpha/solutions/office/claims/"
    people = [a_user(name, email=f"{name}@acme.example") for name in ("first", "second")]
    browsers = [signed_in(Client(), user) for user in people]
    for browser in browsers:
        browser.post(f"{page}claim/", {"statement": ""})
    first, second = (claim.ref for claim in Claim.objects.in_programme(programme).order_by("id"))
    waiting = browsers[1].get(page).content.decode()
    scout = a_scout(client, programme)
    silent = scout.post(f"{office}{second}/", {"answer": "decline"})
    scout.post(f"{office}{first}/", {"answer": "approve"})
    scout.post(f"{office}{second}/", {"answer": "decline", "reason": "Ask your colleague."})
    declined = browsers[1].get(page).content.decode()
    again = browsers[1].post(f"{page}claim/", {"statement": "I am the managing director of it since May."})
    scout.post(f"{office}{Claim.objects.in_programme(programme).latest('id').ref}/", {"answer": "approve"})

    assert ("You asked for it on" in waiting, silent.status_code, again.status_code) == (True, 422, 302)
    assert f'id="claim-{second}_reason-error"' in silent.content.decode()
    assert ("Ask your colleague." in declined, "Somebody of the provider keeps this record" in declined) == (True, True)
    assert fresh(solution).claimed_by == people[1]
    assert Mail.objects.filter(to="first@acme.example", subject__startswith="Handed over").count() == 1
    assert "handed it over" in browsers[0].get(page).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_costs_as_many_queries_for_three_as_for_one(
    client: Client, django_assert_num_queries: Any, count: int
) -> None:
    programme = a_programme()
    for _ in range(count):
        a_claim(a_solution(programme, state="listed"))
    a_scout(client, programme)
    client.get("/p/alpha/solutions/office/")
    with django_assert_num_queries(DESK_QUERIES):
        assert client.get("/p/alpha/solutions/office/").status_code == 200


@pytest.mark.parametrize("count", [2, 4])
def test_pairs_are_cleared_on_their_page(client: Client, django_assert_num_queries: Any, count: int) -> None:
    programme = a_programme()
    made = [a_solution(programme, state="listed", title="Night watch camera") for _ in range(count)]
    a_scout(client, programme)
    page = "/p/alpha/solutions/office/duplicates/"
    client.get(page)
    with django_assert_num_queries(PAIRS_QUERIES):
        html = client.get(page).content.decode()
    kept = client.post(page, {"kept": made[0].ref, "other": made[1].ref})
    gone = client.post(page, {"kept": made[0].ref, "other": "0000000000"})

    assert html.count("Not the same") == count * (count - 1) // 2
    assert (kept.status_code, gone.status_code, fresh(made[1]).merged_into) == (302, 404, made[0])


def test_an_applicant_does_not_work_on_the_catalogue(client: Client) -> None:
    programme = a_programme()
    solution = a_solution(programme, state="listed")
    signed_in(client, a_person())
    pages = ["office/", "office/new/", "office/duplicates/", "office/import/", f"{solution.ref}/edit/"]

    assert [client.get(f"/p/alpha/solutions/{page}").status_code for page in pages] == [403] * 5


def test_typing_is_answered_with_what_was_found_alone(client: Client) -> None:
    a_solution(a_programme(), state="listed", title="Owl eye")
    address = "/p/alpha/solutions/?q=owl"
    whole, part = client.get(address), client.get(address, headers={"HX-Request": "true"})
    said = [page.content.decode() for page in (whole, part)]

    assert [("<html" in text, "Owl eye" in text) for text in said] == [(True, True), (False, True)]
    assert "HX-Request" in part.headers["Vary"]
