"""Pages of needs: the questionnaire, the private link, the office's list and what can be done from a need's page."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pypdf
import pytest
from django.test import Client
from django.urls import reverse

from securit.kernel.actor import SYSTEM
from securit.kit import panels
from securit.machinery.correspondence.models import Mail
from securit.programmes.public import Programme
from securit.stages.needs.models import Knock
from securit.stages.needs.public import (
    Need,
    accept_need,
    audience_of,
    choose_audience,
    merge_need,
    publish_theme,
    token_of,
)
from securit.stages.needs.web import public_views
from securit.stages.needs.web.doors import Stamp, read_stamp, stamp
from tests.stages.needs.situations import a_need, a_person_at, a_theme, a_told_need, partner
from tests.worlds import BEFORE, a_person, a_programme, fresh, signed_in

pytestmark = pytest.mark.django_db

LIST_QUERIES = 12
SHOW_QUERIES = 16
PUBLIC_QUERIES = 4
#: A moment on the wall long enough ago for a form to have been read.
OPENED = timedelta(minutes=2)


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The real time stands still."""
    now = datetime(2026, 1, 15, 12, tzinfo=UTC)
    monkeypatch.setattr("securit.kernel.clock.wall", lambda: now)
    return now


def page(name: str, programme: Programme, *args: str) -> str:
    return reverse(f"needs:{name}", args=[programme.slug, *args])


def mine(need: Need, name: str = "mine") -> str:
    return page(name, need.programme, need.ref, token_of(need.ref))


def desk(programme: Programme, code: str = "HUB", role: str = "programme_manager") -> Client:
    return signed_in(Client(), a_person_at(programme, code, role))


def typed(programme: Programme, opened_at: datetime, **changes: str) -> dict[str, str]:
    """The questionnaire as a person fills it in."""
    return {
        "title": "Pumps stop unseen",
        "situation": "Nobody notices for hours.",
        "urgency": "high",
        "domain": "D1",
        "owner_kind": "end_user_infrastructure",
        "owner_country": "LT",
        "owner_name": "Waterworks",
        "contact_email": "olga@owner.example",
        "procurement": "none",
        "would_pilot": "unknown",
        "would_buy": "unknown",
        "preset": "kind_and_country",
        "tlp": "clear",
        "declared_unclassified": "on",
        "website": "",
        "stamp": stamp(opened_at, programme.slug),
        "intent": "PRESS1",
        **changes,
    }


def tell(programme: Programme, wall: datetime, **changes: str) -> Any:
    return Client().post(page("tell", programme), typed(programme, wall - OPENED, **changes))


# -- the questionnaire --------------------------------------------------------------------------------------------


def test_a_need_goes_from_the_phone_to_the_office(wall: datetime) -> None:
    programme = a_programme()
    client = Client()
    assert client.get(page("tell", programme)).status_code == 200
    sent = client.post(page("tell", programme), typed(programme, wall - OPENED), follow=True)
    need = Need.objects.in_programme(programme).get()
    link = next(line for line in Mail.objects.get().body.split() if "/confirm/" in line)
    path = link.partition("localhost:8000")[2] or link.partition("://")[2].partition("/")[2]
    asked = client.get("/" + path.lstrip("/"))
    done = client.post("/" + path.lstrip("/"), follow=True)

    assert ("Look into your mailbox" in sent.content.decode(), need.state) == (True, "drafted")
    assert (asked.status_code, done.status_code, fresh(need).state) == (200, 200, "submitted")
    assert done.headers["Cache-Control"] == "private, no-store"
    assert need.title in desk(programme).get(page("list", programme)).content.decode()


def test_a_scanner_that_opens_the_link_confirms_nothing() -> None:
    need = a_told_need(a_programme())
    assert Client().get(mine(need, "confirm")).status_code == 200
    assert fresh(need).state == "drafted"


def test_what_was_typed_stays_when_something_is_wrong(wall: datetime) -> None:
    answer = tell(a_programme(), wall, owner_country="", situation="A long story.", declared_unclassified="")
    assert answer.status_code == 422
    assert "A long story." in answer.content.decode()
    assert Need.objects.count() == 0


def test_classified_material_is_refused_at_its_field(wall: datetime) -> None:
    answer = tell(a_programme(), wall, gap="RESTREINT UE/EU RESTRICTED: see annex")
    assert (answer.status_code, list(answer.context["form"].errors), Need.objects.count()) == (422, ["gap"], 0)
    assert '<details class="k-card k-prose" open>' in answer.content.decode()


def test_everything_that_is_wrong_is_said_at_once(wall: datetime) -> None:
    answer = tell(a_programme(), wall, situation="NATO SECRET", domain="", evidence_links="ftp://x")
    assert list(answer.context["form"].errors) == ["domain", "situation", "evidence_links"]


@pytest.mark.parametrize(("field", "value"), [("situation", "x" * 20_000), ("title", "🙂" * 200)])
def test_too_much_text_is_refused_at_its_field(wall: datetime, field: str, value: str) -> None:
    answer = tell(a_programme(), wall, **{field: value})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_html_is_shown_as_text(wall: datetime) -> None:
    programme = a_programme()
    tell(programme, wall, title="<b>Pumps</b> 🙂 مضخة")
    need = Need.objects.in_programme(programme).get()
    shown = Client().get(mine(need)).content.decode()
    assert ("<b>Pumps</b>" in shown, "&lt;b&gt;Pumps&lt;/b&gt; 🙂 مضخة" in shown) == (False, True)


def test_the_same_form_sent_twice_is_one_need(wall: datetime) -> None:
    programme = a_programme()
    for _ in range(2):
        assert tell(programme, wall).status_code == 302
    assert (Need.objects.count(), Mail.objects.count()) == (1, 1)


def test_a_machine_that_fills_the_hidden_field_is_thanked_and_nothing_is_kept(wall: datetime) -> None:
    assert tell(a_programme(), wall, website="https://spam.example").status_code == 302
    assert (Need.objects.count(), Mail.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("opened", "says"),
    [
        (timedelta(seconds=1), Stamp.TOO_FAST),
        (timedelta(seconds=5), Stamp.GOOD),
        (timedelta(hours=25), Stamp.TOO_OLD),
    ],
)
def test_a_form_is_open_for_some_seconds_and_not_for_days(wall: datetime, opened: timedelta, says: Stamp) -> None:
    programme = a_programme()
    answer = Client().post(page("tell", programme), typed(programme, wall - opened))
    assert read_stamp(stamp(wall - opened, programme.slug), programme.slug, wall) == says
    assert answer.status_code == (302 if says is Stamp.GOOD else 422)


def test_a_forged_stamp_or_one_of_another_programme_is_refused(wall: datetime) -> None:
    programme = a_programme()
    for forged in ("", "123", "9" * 40, stamp(wall - OPENED, "beta"), f"{int(wall.timestamp()) - 60}.{'0' * 32}"):
        answer = Client().post(page("tell", programme), typed(programme, wall, stamp=forged))
        assert (answer.status_code, read_stamp(forged, programme.slug, wall)) == (422, Stamp.FORGED)
        again = answer.context["form"]["stamp"].value()
        assert read_stamp(again, programme.slug, wall + OPENED) == Stamp.GOOD


def test_one_address_tells_six_needs_an_hour_and_keeps_what_it_typed(wall: datetime) -> None:
    programme = a_programme()
    answers = [tell(programme, wall, intent=f"PRESS{number}") for number in range(7)]
    assert [answer.status_code for answer in answers] == [302] * 6 + [429]
    assert "Nobody notices for hours." in answers[-1].content.decode()


def test_no_network_address_is_kept_and_knocks_are_forgotten(wall: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    programme = a_programme()
    tell(programme, wall)
    assert {("127.0.0.1" in knock.whence, len(knock.whence)) for knock in Knock.objects.in_programme(programme)} == {
        (False, 64)
    }
    later = wall + timedelta(days=1, minutes=1)
    monkeypatch.setattr("securit.kernel.clock.wall", lambda: later)
    tell(programme, later, intent="PRESS2")
    assert set(Knock.objects.in_programme(programme).values_list("at", flat=True)) == {later}


# -- while typing -------------------------------------------------------------------------------------------------


def similar(programme: Programme, text: str) -> str:
    answer = Client().post(page("similar", programme), {"title": text})
    assert answer.status_code == 200
    return str(answer.content.decode().strip())


def test_while_typing_a_theme_says_how_many_share_it(wall: datetime) -> None:
    programme = a_programme()
    needs = [a_need(programme, "accepted", owner_country=country) for country in ("FR", "FR", "LT", "DE")]
    theme = a_theme(programme, *needs, title="Water pumps that fail unseen")
    publish_theme(theme=theme, actor=SYSTEM, at=BEFORE)
    text = " ".join(similar(programme, "our pumps for water fail and nobody sees it").split())
    assert "4 organisations in 3 countries share this: “Water pumps that fail unseen”" in text


def test_while_typing_no_private_text_can_be_felt_for(wall: datetime) -> None:
    programme = a_programme()
    a_need(programme, "accepted", title="Turbine seven leaks cooling water", situation="Turbine seven leaks badly.")
    opened = a_need(programme, "accepted", title="Gate nine is open at night", audience=audience_of("problem"))
    red = a_need(programme, "accepted", title="Gate ten is open at night", audience=audience_of("problem"))
    choose_audience(need=red, tlp="red", audience={}, actor=SYSTEM, at=BEFORE)
    assert similar(programme, "turbine seven leaks cooling water badly") == ""
    found = similar(programme, "the gate is open at night")
    assert (opened.title in found, red.title in found) == (True, False)


def test_while_typing_fewer_than_three_are_never_counted(wall: datetime) -> None:
    programme = a_programme()
    theme = a_theme(programme, *(a_need(programme, "accepted") for _ in range(2)), title="Water pumps fail unseen")
    publish_theme(theme=theme, actor=SYSTEM, at=BEFORE)
    text = similar(programme, "water pumps fail unseen by us")
    assert ("Others told us about" in text, "organisation" in text) == (True, False)


def test_whoever_asks_too_often_is_told_nothing(wall: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    programme = a_programme()
    a_need(programme, "accepted", title="Gate nine is open at night", audience=audience_of("problem"))
    monkeypatch.setattr(public_views, "MOST_ASKED", 1)
    assert [bool(similar(programme, "the gate is open at night")) for _ in range(2)] == [True, False]


# -- the private link ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["mine", "confirm", "mine_edit", "mine_audience"])
def test_a_wrong_token_is_not_there(name: str) -> None:
    need, other = a_told_need(a_programme()), a_told_need(a_programme("beta"))
    for ref, token in ((need.ref, token_of(other.ref)), (other.ref, token_of(other.ref)), (need.ref, "0")):
        assert Client().get(page(name, need.programme, ref, token)).status_code == 404


def test_the_owner_edits_by_the_link_until_it_is_accepted() -> None:
    need = a_told_need(a_programme(), confirmed=True)
    form = Client().get(mine(need, "mine_edit")).context["form"]
    posted = {name: value for name, value in form.initial.items() if value is not None} | {"gap": "No sensor."}
    saved = Client().post(mine(need, "mine_edit"), posted)
    accept_need(need=fresh(need), actor=SYSTEM, at=BEFORE)
    refused = Client().get(mine(need, "mine_edit")), Client().post(mine(need, "mine_edit"), posted)

    assert (saved.status_code, fresh(need).gap) == (302, "No sensor.")
    assert [answer.status_code for answer in refused] == [409, 409]


def test_two_editors_see_both_texts_and_a_second_press_overwrites() -> None:
    programme = a_programme()
    need = a_need(programme)
    client, address = desk(programme), page("edit", programme, need.ref)
    form = client.get(address).context["form"]
    posted = {name: value for name, value in form.initial.items() if value is not None}
    client.post(address, {**posted, "gap": "The first text."})
    stale = client.post(address, {**posted, "gap": "The second text.", "intent": "OTHER"})
    shown = stale.content.decode()
    assert (stale.status_code, "It now reads: The first text." in shown, "The second text." in shown) == (
        409,
        True,
        True,
    )
    again = {
        **posted,
        "gap": "The second text.",
        "intent": "THIRD",
        "version": stale.context["form"]["version"].value(),
    }
    assert client.post(address, again).status_code == 302
    assert fresh(need).gap == "The second text."


def test_the_owner_follows_a_merged_need_and_reads_no_word_of_the_other() -> None:
    programme = a_programme()
    kept = a_need(programme, "accepted", situation="CANARY of somebody else")
    need = a_told_need(programme, confirmed=True)
    merge_need(need=need, into=kept, actor=SYSTEM, at=BEFORE)
    shown = Client().get(mine(need)).content.decode()
    assert ("Joined with another need" in shown, "CANARY" in shown) == (True, False)


def test_the_owner_narrows_what_is_seen_at_any_time() -> None:
    need = a_need(a_programme(), "accepted", audience=audience_of("all"))
    form = Client().get(mine(need, "mine_audience")).context["form"]
    posted = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    answer = Client().post(mine(need, "mine_audience"), {**posted, "tlp": "amber"})
    assert (answer.status_code, fresh(need).tlp) == (302, "amber")
    assert need.title not in Client().get(page("public", need.programme)).content.decode()


# -- what the public sees -----------------------------------------------------------------------------------------


def test_the_public_page_shows_what_is_open_and_nothing_else() -> None:
    programme = a_programme()
    a_need(programme, "accepted", title="CLOSED pump", owner_name="CLOSED works")
    opened = a_need(
        programme, "accepted", title="Open pump", owner_name="HIDDEN works", audience=audience_of("problem")
    )
    a_need(programme, "submitted", title="UNREAD pump", audience=audience_of("all"))
    a_need(programme, "accepted", title="GREEN pump", tlp="green", audience=audience_of("all"))
    shown = Client().get(page("public", programme)).content.decode()
    hidden = [word for word in ("CLOSED", "HIDDEN", "UNREAD", "GREEN", "olga@owner.example") if word in shown]
    assert (opened.title in shown, hidden) == (True, [])


def test_the_public_edition_of_the_analysis_holds_public_fields_only() -> None:
    programme = a_programme()
    for number, kind in enumerate(("end_user_public", "end_user_public", "end_user_industry")):
        a_need(programme, "accepted", owner_kind=kind, situation=f"SECRETIVE {number}")
    a_need(programme, "accepted", title="Open pump", situation="For all to read.", audience=audience_of("all"))
    answer = Client().get(page("analysis", programme), {"domain": "D1"})
    text = "".join(part.extract_text() for part in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
    assert ("For all to read." in text, "SECRETIVE" in text, "olga" in text) == (True, False, False)
    assert Client().get(page("analysis", programme), {"domain": "D9"}).status_code == 404


def test_the_consortium_edition_holds_what_the_consortium_may_read() -> None:
    programme = a_programme()
    need = a_need(programme, "accepted", situation="For the consortium.")
    a_theme(programme, need)
    a_need(programme, "accepted", situation="For the host.", tlp="red")
    answer = desk(programme, "NORTH").get(page("desk_analysis", programme), {"domain": "D1"})
    text = "".join(part.extract_text() for part in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
    seen = [words in text for words in ("For the consortium.", "For the host.", "Unseen failures", "olga")]
    assert seen == [True, False, True, False]


# -- the office ---------------------------------------------------------------------------------------------------


def test_the_list_and_its_export_show_what_the_reader_may_see() -> None:
    programme = a_programme()
    a_need(programme, "accepted", title="HOST title", audience={"title": 0}, host=partner(programme, "NORTH"))
    a_need(programme, "accepted", title="RED title", tlp="red", host=partner(programme, "NORTH"))
    seen = {}
    for code in ("HUB", "NORTH"):
        client = desk(programme, code, "partner_staff")
        texts = [
            client.get(page("list", programme)).content.decode(),
            client.get(page("export", programme)).content.decode("utf-8-sig"),
        ]
        seen[code] = [[word for word in ("HOST title", "RED title") if word in text] for text in texts]
        assert client.get(page("export", programme), {"as": "xlsx"}).content[:2] == b"PK"
    assert seen == {"HUB": [[], []], "NORTH": [["HOST title", "RED title"]] * 2}


def test_the_list_is_filtered_by_what_is_shown_only() -> None:
    programme = a_programme()
    hidden = a_need(programme, "accepted", owner_country="LT", audience={"owner_country": 0, "owner_name": 0})
    shown = a_need(programme, "accepted", owner_country="LT")
    client = desk(programme, "NORTH", "partner_staff")
    found = client.get(page("list", programme), {"country": "LT"}).content.decode()
    assert (shown.ref in found, hidden.ref in found) == (True, False)
    by_words = client.get(page("list", programme), {"text": hidden.owner_name}).content.decode()
    assert hidden.ref not in by_words


@pytest.mark.parametrize(("name", "queries"), [("list", LIST_QUERIES), ("public", PUBLIC_QUERIES)])
def test_a_list_asks_the_database_as_often_for_three_as_for_one(
    name: str, queries: int, django_assert_num_queries: Any
) -> None:
    programme = a_programme()
    client = desk(programme)
    for _ in range(2):
        theme = a_theme(programme, a_need(programme, "accepted"), title=f"Theme {Need.objects.count()}")
        publish_theme(theme=theme, actor=SYSTEM, at=BEFORE)
        a_need(programme, "accepted", audience=audience_of("problem"))
        asking = client if name == "list" else Client()
        asking.get(page(name, programme))
        with django_assert_num_queries(queries):
            asking.get(page(name, programme))


def test_the_page_of_a_need_asks_the_database_as_often_with_three_merged_as_with_one(
    django_assert_num_queries: Any,
) -> None:
    programme = a_programme()
    client, need = desk(programme), a_need(programme, "accepted")
    for count in (1, 2):
        for _ in range(count):
            merge_need(need=a_need(programme), into=need, actor=SYSTEM, at=BEFORE)
        client.get(page("show", programme, need.ref))
        with django_assert_num_queries(SHOW_QUERIES):
            client.get(page("show", programme, need.ref))


def test_the_office_reviews_from_the_page_of_a_need() -> None:
    programme = a_programme()
    client = desk(programme)
    need, other = a_need(programme), a_need(programme)
    assert "Accept" in client.get(page("show", programme, need.ref)).content.decode()
    assert client.post(page("accept", programme, need.ref)).status_code == 302
    refused = client.post(page("decline", programme, other.ref), {"reason": ""})
    assert (refused.status_code, list(refused.context["reason_form"].errors)) == (422, ["reason"])
    assert client.post(page("merge", programme, other.ref), {"into": need.ref}).status_code == 302
    assert client.post(page("separate", programme, other.ref)).status_code == 302
    assert client.post(page("decline", programme, other.ref), {"reason": "Not ours."}).status_code == 302
    assert client.post(page("reconsider", programme, other.ref)).status_code == 302
    theme = a_theme(programme, title="Pumps")
    assert client.post(page("group", programme, need.ref), {"theme": theme.ref}).status_code == 302
    assert client.post(page("ungroup", programme, need.ref)).status_code == 302
    assert (fresh(need).state, fresh(other).state) == ("accepted", "submitted")


def test_a_need_that_one_may_not_read_is_not_there() -> None:
    programme = a_programme()
    red = a_need(programme, tlp="red", host=partner(programme, "NORTH"))
    told = a_told_need(programme)
    for client in (desk(programme), signed_in(Client(), a_person())):
        for need in (red, told):
            assert client.get(page("show", programme, need.ref)).status_code == 404
            assert client.post(page("accept", programme, need.ref)).status_code == 404


def test_similar_needs_are_ranked_with_the_words_that_made_them_so() -> None:
    programme = a_programme()
    first = a_need(programme, title="Control network of pumps is a blind spot", situation="Nobody sees the network.")
    second = a_need(programme, title="Nobody watches the control network of pumps", situation="The network is blind.")
    a_need(programme, title="Queues at the gate", situation="People wait in front of the stadium.")
    client = desk(programme)
    candidates = client.get(page("merge", programme, first.ref)).context["candidates"]
    both = client.get(page("merge", programme, first.ref), {"into": second.ref}).content.decode()

    assert [candidate.ref for candidate in candidates] == [second.ref]
    assert {"Control", "network", "pumps"} <= set(candidates[0].resembling.words)
    assert (first.title in both, second.title in both) == (True, True)


def test_a_theme_is_proposed_named_and_shown_to_the_public() -> None:
    programme = a_programme()
    needs = [
        a_need(programme, "accepted", title="Control network of pumps unseen", situation="Pumps network unseen."),
        a_need(programme, "accepted", title="Unseen control network of pumps", situation="Network of pumps unseen."),
    ]
    client = desk(programme)
    proposals = client.get(page("themes", programme)).context["groups"][0]["proposals"]
    begun = client.post(
        page("begin_theme", programme), {"title": "Pumps", "domain": "D1", "needs": proposals[0]["refs"]}
    )
    theme = fresh(needs[0]).theme
    assert theme is not None
    assert (begun.status_code, fresh(needs[1]).theme) == (302, theme)
    assert client.get(page("theme", programme, theme.ref)).status_code == 200
    assert client.post(page("publish_theme", programme, theme.ref)).status_code == 302
    assert client.get(page("edit_theme", programme, theme.ref)).status_code == 200
    edited = client.post(page("edit_theme", programme, theme.ref), {"title": "All pumps", "summary": ""})
    assert edited.status_code == 302
    assert "All pumps" in Client().get(page("public", programme)).content.decode()
    assert client.post(page("withdraw_theme", programme, theme.ref)).status_code == 302
    assert "All pumps" not in Client().get(page("public", programme)).content.decode()


def test_staff_writes_a_need_down(wall: datetime) -> None:
    programme = a_programme()
    client = desk(programme, "NORTH", "partner_staff")
    answer = client.post(page("record", programme), typed(programme, wall))
    need = Need.objects.in_programme(programme).get()
    assert answer.headers["Location"] == page("show", programme, need.ref)
    assert (need.state, need.source, need.host.code) == ("submitted", "desk", "NORTH")


def test_home_says_how_many_needs_wait() -> None:
    programme = a_programme()
    a_need(programme)
    a_need(programme, tlp="red", host=partner(programme, "NORTH"))
    counted = {
        code: f"{count} need" in desk(programme, code).get(f"/p/{programme.slug}/work/").content.decode()
        for code, count in (("HUB", 1), ("NORTH", 2))
    }
    assert counted == {"HUB": True, "NORTH": True}


def test_a_later_stage_tells_the_owner_what_became_of_the_need_that_was_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    programme = a_programme()
    kept, need = a_need(programme, "accepted"), a_told_need(programme, confirmed=True)
    merge_need(need=need, into=kept, actor=SYSTEM, at=BEFORE)
    seen: list[str] = []
    later = panels.Panel(
        "need", "followed", 10, "need.follow", lambda subject, actor: seen.append(subject.ref), "kit/empty.html"
    )
    monkeypatch.setattr(panels, "_panels", [later])
    Client().get(mine(need))
    Client().get(mine(kept))
    assert seen == [kept.ref, kept.ref]


@pytest.mark.parametrize("name", ["confirm", "mine_edit", "mine_audience"])
def test_a_form_behind_a_private_link_is_not_foreign_to_the_browser(name: str) -> None:
    """With ``no-referrer`` browsers send ``Origin: null``, and the form would be refused."""
    assert Client().get(mine(a_told_need(a_programme()), name)).headers["Referrer-Policy"] == "same-origin"
