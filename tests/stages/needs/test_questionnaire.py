"""The questionnaire without an account: kept, refused at its place, sent once; and what shows while typing."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from securit.kernel.actor import SYSTEM
from securit.machinery.correspondence.models import Mail
from securit.programmes.public import Programme
from securit.stages.needs.public import (
    Need,
    audience_of,
    choose_audience,
    publish_theme,
)
from securit.stages.needs.web import public_views
from securit.stages.needs.web.doors import Stamp, read_stamp, stamp
from tests.stages.needs.pages import OPENED, desk, mine, page, tell, typed
from tests.stages.needs.situations import a_need, a_theme, a_told_need
from tests.worlds import BEFORE, a_programme, fresh

pytestmark = pytest.mark.django_db


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
