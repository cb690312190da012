"""The office's pages of needs: list, review, themes, and what waits."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from securit.kernel.actor import SYSTEM
from securit.kit import panels
from securit.stages.needs.public import (
    Need,
    audience_of,
    merge_need,
    publish_theme,
)
from tests.stages.needs.pages import desk, mine, page, typed
from tests.stages.needs.situations import a_need, a_theme, a_told_need, partner
from tests.worlds import BEFORE, a_person, a_programme, fresh, signed_in

pytestmark = pytest.mark.django_db

LIST_QUERIES = 9
SHOW_QUERIES = 12
PUBLIC_QUERIES = 4


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
    unsaid = client.post(page("merge", programme, other.ref), {"into": need.ref})
    assert (unsaid.status_code, list(unsaid.context["form"].errors)) == (422, ["reason"])
    merged = client.post(page("merge", programme, other.ref), {"into": need.ref, "reason": "The same pumps."})
    assert (merged.status_code, "The same pumps." in shown_on(client, other)) == (302, True)
    assert client.post(page("separate", programme, other.ref)).status_code == 302
    assert client.post(page("decline", programme, other.ref), {"reason": "Not ours."}).status_code == 302
    assert client.post(page("reconsider", programme, other.ref)).status_code == 302
    theme = a_theme(programme, title="Pumps")
    assert client.post(page("group", programme, need.ref), {"theme": theme.ref}).status_code == 302
    assert client.post(page("ungroup", programme, need.ref)).status_code == 302
    assert (fresh(need).state, fresh(other).state) == ("accepted", "submitted")


def shown_on(client: Client, need: Need) -> str:
    return str(client.get(page("show", need.programme, need.ref)).content.decode())


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
