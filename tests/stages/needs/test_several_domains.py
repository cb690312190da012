"""A need that concerns several domains: it counts in each, and once in every total."""

from __future__ import annotations

import io
from typing import Any

import pypdf
import pytest
from django.test import Client

from securit.kernel.actor import SYSTEM
from securit.stages.needs.public import CannotStateNeed, Need, audience_of, edit_need, group_need, public_needs
from securit.stages.needs.selectors import counting_needs, domains_of
from tests.stages.needs.pages import desk, page, typed
from tests.stages.needs.situations import a_need, a_theme
from tests.worlds import BEFORE, a_programme, fresh

pytestmark = pytest.mark.django_db


def analysis(client: Client, need: Need, domain: str, name: str = "desk_analysis") -> str:
    answer = client.get(page(name, need.programme), {"domain": domain})
    text = "".join(part.extract_text() for part in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
    return " ".join(text.split())


def test_a_need_counts_in_each_of_its_domains() -> None:
    programme = a_programme()
    both, single = a_need(programme, "accepted", further_domains=("D2",)), a_need(programme, "accepted")
    counted = {each.code: list(counting_needs(programme, each)) for each in domains_of(programme)[:2]}
    assert counted == {"D1": [both, single], "D2": [both]}
    assert public_needs(programme).count() == 2


def test_each_analysis_has_it_and_says_that_analyses_are_not_added_up() -> None:
    programme = a_programme()
    need = a_need(programme, "accepted", title="Shared pumps", further_domains=("D2",), audience=audience_of("problem"))
    d1, d2 = domains_of(programme)[:2]
    texts = [analysis(desk(programme), need, code) for code in ("D1", "D2")]
    assert [("Shared pumps" in text, "not to be added up" in text) for text in texts] == [(True, True)] * 2
    assert [f"also in: {other.title}" in text for other, text in zip((d2, d1), texts, strict=True)] == [True, True]
    assert "Shared pumps" in analysis(Client(), need, "D2", "analysis")


def test_a_domain_that_is_not_open_to_the_public_gives_nothing_away() -> None:
    programme = a_programme()
    closed = audience_of("problem") | {"further_domains": 1}
    a_need(programme, "accepted", title="Open pumps", further_domains=("D2",), audience=closed)
    groups = Client().get(page("public", programme)).context["groups"]
    assert [(group["domain"].code, [card["also"] for card in group["cards"]]) for group in groups] == [("D1", [""])]


def test_the_main_domain_is_not_repeated_and_an_unknown_one_is_refused() -> None:
    programme = a_programme()
    need = a_need(programme, further_domains=("D2", "D1"))
    assert need.domains == ("D1", "D2")
    moved = edit_need(need=need, changes={"domain": "D2"}, actor=SYSTEM, at=BEFORE)
    assert moved.domains == ("D2",)
    with pytest.raises(CannotStateNeed) as caught:
        edit_need(need=moved, changes={"further_domains": ["D9"]}, actor=SYSTEM, at=BEFORE)
    assert (caught.value.code, caught.value.field) == ("unknown_domain", "further_domains")


def test_a_theme_of_a_further_domain_takes_it_in_and_keeps_that_domain() -> None:
    programme = a_programme()
    need = a_need(programme, "accepted", further_domains=("D2",))
    grouped = group_need(need=need, theme=a_theme(programme, domain="D2"), actor=SYSTEM, at=BEFORE)
    edit_need(need=grouped, changes={"gap": "No sensor."}, actor=SYSTEM, at=BEFORE)
    with pytest.raises(CannotStateNeed) as caught:
        edit_need(need=grouped, changes={"further_domains": []}, actor=SYSTEM, at=BEFORE)
    assert (caught.value.code, fresh(need).domains) == ("domain_of_theme", ("D1", "D2"))


def test_the_form_keeps_what_was_ticked_and_the_list_finds_it_in_both(wall: Any) -> None:
    programme = a_programme()
    client = desk(programme)
    ticked = {**typed(programme, wall), "further_domains": ["D2"]}
    wrong = client.post(page("record", programme), {**ticked, "title": ""})
    assert (wrong.status_code, wrong.context["form"]["further_domains"].value()) == (422, ["D2"])
    assert client.post(page("record", programme), ticked).status_code == 302
    for code in ("D1", "D2"):
        assert "Pumps stop unseen" in client.get(page("list", programme), {"domain": code}).content.decode()
    exported = client.get(page("export", programme)).content.decode("utf-8-sig").splitlines()[1]
    assert ",D1,D2," in exported
