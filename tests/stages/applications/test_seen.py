"""Two people in one page: only what was changed here is saved, and only the same field changed twice collides."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from securit.kernel.refusals import Stale
from securit.machinery.forms import parse_form
from securit.stages.applications.public import save_draft
from securit.stages.applications.seen import Compared, mark, only, read_seen, slots
from tests.stages.applications import teams
from tests.stages.applications.teams import FORM, Team, address
from tests.worlds import WHILE_OPEN, signed_in

SPEC = parse_form(FORM)


def compared(typed: str, stored: str, shown: str) -> Compared:
    return Compared({"abstract": typed}, {"abstract": stored}, {"abstract": mark(shown)})


@pytest.mark.parametrize(
    ("typed", "stored", "shown", "touched", "clashing"),
    [
        ("old", "old", "old", False, False),
        ("mine", "old", "old", True, False),
        ("old", "theirs", "old", False, False),
        ("mine", "theirs", "old", True, True),
        ("same", "same", "old", True, False),
    ],
)
def test_a_field_clashes_only_when_it_was_changed_here_and_elsewhere(
    typed: str, stored: str, shown: str, touched: bool, clashing: bool
) -> None:
    found = compared(typed, stored, shown)
    assert ("abstract" in found.touched, "abstract" in found.clashing) == (touched, clashing)


def test_the_answers_of_members_are_slots_of_their_own() -> None:
    typed = {"task": {"A": "a", "B": "b"}, "abstract": "x"}
    assert slots(SPEC, {"task": {"A": "a"}}, typed) == {"abstract": None, "task__A": "a", "task__B": None}
    assert only(SPEC, typed, frozenset({"task__B"})) == {"task": {"B": "b"}}


@pytest.mark.parametrize("sent", ["", "no json", "[]", "{}", "1", "null"])
def test_marks_that_are_none_are_read_as_not_sent(sent: str) -> None:
    assert read_seen(sent) is None


def test_marks_of_another_shape_are_left_out() -> None:
    assert read_seen(json.dumps({"a": mark("x"), "b": 7, "c": "zz"})) == {"a": mark("x")}


def test_two_members_parts_and_two_fields_of_one_page_are_saved_side_by_side(draft: Team) -> None:
    one, two = draft.member("lead").ref, draft.member("member").ref
    shown = {f"task__{one}": mark(None), f"task__{two}": mark(None), "abstract": mark(None)}

    def save(**answers: Any) -> None:
        changes = {"answers": {"abstract": "", "task": {one: "", two: ""}, **answers}}
        save_draft(application=draft.fresh(), changes=changes, actor=draft.actor, at=WHILE_OPEN, seen=shown)

    save(task={one: "We build", two: ""})
    save(task={one: "", two: "We test"})
    save(abstract="We watch")
    assert draft.fresh().answers == {"task": {one: "We build", two: "We test"}, "abstract": "We watch"}
    with pytest.raises(Stale):
        save(task={one: "We build more", two: ""})
    assert draft.fresh().answers["task"][one] == "We build"


@pytest.mark.usefixtures("now")
def test_autosave_tells_what_a_colleague_wrote_and_what_clashes(page: Client, draft: Team) -> None:
    shown = json.dumps({"title": mark(""), "acronym": mark(""), "challenge": mark(""), "instrument": mark("prototype")})
    typed = {"title": "", "acronym": "MINE", "challenge": "", "instrument": "prototype", "seen": shown}
    save_draft(application=draft.fresh(), changes={"title": "Theirs"}, actor=draft.actor, at=WHILE_OPEN)
    url = address(draft, "autosave", section="the-project")
    saved = page.post(url, typed).json()
    assert saved["news"] == {"title": "Theirs"}
    assert saved["seen"]["title"] == mark("Theirs")
    refused = page.post(url, {**typed, "title": "Mine too"})
    assert refused.status_code == 409
    assert (refused.json()["theirs"], refused.json()["seen"]) == ({"title": "Theirs"}, {"title": mark("Theirs")})
    assert (draft.fresh().title, draft.fresh().acronym) == ("Theirs", "MINE")


@pytest.mark.usefixtures("now")
def test_rows_that_a_colleague_changed_keep_their_old_mark_on_the_page(db: None) -> None:
    """The page cannot show them at once, so that changing them there later still shows both."""
    columns = [{"code": "part", "type": "text", "label": "Part"}]
    fields = [
        {"code": "parts", "type": "table", "label": "Parts", "columns": columns},
        {"code": "note", "type": "text", "label": "Note"},
    ]
    form = parse_form({"title": "A", "sections": [{"code": "plan", "title": "Plan", "fields": fields}]})
    draft = teams.a_draft(teams.an_open_call("gamma", form=form))
    page = signed_in(Client(), draft.writer)
    seen = page.get(address(draft, "section", section="plan")).context["seen"]
    theirs = {"answers": {"parts": [{"part": "Lens"}]}}
    save_draft(application=draft.fresh(), changes=theirs, actor=draft.actor, at=WHILE_OPEN)
    url, typed = address(draft, "autosave", section="plan"), {"parts-rows": "1", "parts-0-part": "", "note": "Mine"}
    saved = page.post(url, {**typed, "seen": seen}).json()
    assert "news" not in saved
    assert saved["seen"]["parts"] == json.loads(seen)["parts"]
    assert draft.fresh().answers == {"parts": [{"part": "Lens"}], "note": "Mine"}
    clash = page.post(url, {**typed, "parts-0-part": "Lamp", "seen": json.dumps(saved["seen"])})
    assert clash.status_code == 409
    assert (clash.json()["mine"], clash.json()["theirs"]) == ({"parts": "1. Part: Lamp"}, {"parts": "1. Part: Lens"})


@pytest.mark.usefixtures("now")
def test_the_page_of_two_texts_keeps_what_a_colleague_wrote_elsewhere(page: Client, draft: Team) -> None:
    shown = json.dumps({"title": mark(""), "acronym": mark(""), "challenge": mark(""), "instrument": mark("prototype")})
    typed = {"title": "Mine", "acronym": "", "challenge": "", "instrument": "prototype", "seen": shown}
    theirs = {"title": "Theirs", "acronym": "THEIRS"}
    save_draft(application=draft.fresh(), changes=theirs, actor=draft.actor, at=WHILE_OPEN)
    answer = page.post(address(draft, "section", section="the-project"), typed)
    assert answer.status_code == 409
    assert [(pair.name, pair.mine, pair.theirs) for pair in answer.context["differing"]] == [
        ("title", "Mine", "Theirs")
    ]
    assert [answer.context["form"][name].value() for name in ("title", "acronym")] == ["Mine", "THEIRS"]
