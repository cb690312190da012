"""An act on a page: carried out, or its form again with what stands in the way."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from securit.kernel.refusals import Refusal, Stale
from securit.kit.acts import ActForm, Done, EditForm, NotDone, attempt


class Place:
    """Stands for a subject: what somebody else has written since is read again."""

    def __init__(self, name: str, tags: list[str], version: int = 1) -> None:
        self.name, self.tags, self.version = name, tags, version
        self.opens_on = date(2022, 5, 9)

    def refresh_from_db(self) -> None:
        self.name, self.tags, self.version = "Theirs", ["dry", "old"], 7
        self.opens_on = date(2022, 5, 10)


class Describing(EditForm):
    """Changes a name and tags."""

    name = forms.CharField()
    tags = forms.MultipleChoiceField(choices=[("dry", "Dry"), ("old", "Old")], required=False)
    opens_on = forms.DateField(required=False)


class Naming(ActForm):
    """Asks for a name."""

    name = forms.CharField()


def sent(text: str) -> Naming:
    return Naming(QueryDict(text))


def refusing(field: str) -> str:
    raise Refusal("That is taken.", code="taken", field=field, remedy="Take another.", status=409)


def never() -> str:
    raise AssertionError("The service was called.")


def test_what_the_service_makes_is_handed_on() -> None:
    form = sent("name=Ada&intent=press&version=3")
    tried = attempt(form, lambda: f"{form.cleaned_data['name']} {form.press} {form.seen}")

    assert tried == Done("Ada press 3")


def test_a_form_that_was_not_sent_or_has_the_wrong_shape_reaches_no_service() -> None:
    wrong = sent("name=")

    assert (attempt(Naming(), never), attempt(wrong, never)) == (NotDone(200), NotDone(422))
    assert list(wrong.errors) == ["name"]


def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed() -> None:
    form = sent("name=Ada")

    assert attempt(form, lambda: refusing("name")) == NotDone(409)
    assert dict(form.errors) == {"name": ["That is taken. Take another."]}
    assert form["name"].value() == "Ada"


def test_a_refusal_of_no_field_stands_above_the_form() -> None:
    form = sent("name=Ada")
    attempt(form, lambda: refusing("elsewhere"))

    assert form.non_field_errors() == ["That is taken. Take another."]


def test_what_was_given_leaves_the_keys_out() -> None:
    form = sent("name=Ada&intent=press&version=3")
    form.is_valid()

    assert form.given == {"name": "Ada"}


def test_what_is_renewed_is_sent_with_the_next_press_and_the_rest_stays() -> None:
    form = sent("name=Ada&version=3")
    form.renew(version=4)

    assert (form["version"].value(), form["name"].value()) == ("4", "Ada")


def stale() -> str:
    raise Stale("Somebody was faster.", code="stale")


def test_a_fresh_form_for_a_subject_shows_what_stands() -> None:
    form: Any = Describing.fresh(Place("Harbour", ["dry"]))  # type: ignore[arg-type]

    assert (form["name"].value(), form["tags"].value(), form["version"].value()) == ("Harbour", ["dry"], 1)


def test_after_a_stale_press_what_now_stands_is_beside_what_was_typed_and_another_press_overwrites() -> None:
    form: Any = Describing(QueryDict("name=Theirs&tags=dry&opens_on=2022-05-09&version=1"))
    form.subject = Place("Harbour", [])

    assert attempt(form, stale) == NotDone(409)
    assert [form[name].help_text for name in ("name", "tags", "opens_on")] == [
        "",
        "It now reads: Dry, Old",
        "It now reads: May 10, 2022",
    ]
    assert (form["name"].value(), form["tags"].value(), form["version"].value()) == ("Theirs", ["dry"], "7")


def test_a_stale_press_of_a_form_without_its_subject_stays_stale() -> None:
    form = Describing(QueryDict("name=Mine&version=1"))
    attempt(form, stale)

    assert (form["version"].value(), form["name"].help_text) == ("1", "")
