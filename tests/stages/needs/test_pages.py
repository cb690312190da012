"""Pages of needs for their owners, by the private link, and for the public."""

from __future__ import annotations

import io

import pypdf
import pytest
from django.test import Client

from securit.kernel.actor import SYSTEM
from securit.stages.needs.public import (
    accept_need,
    audience_of,
    merge_need,
    token_of,
)
from tests.stages.needs.pages import desk, mine, page
from tests.stages.needs.situations import a_need, a_theme, a_told_need
from tests.worlds import BEFORE, a_programme, fresh

pytestmark = pytest.mark.django_db


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
