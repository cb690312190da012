"""An act on a page: carried out, or its form again with what stands in the way."""

from __future__ import annotations

from django import forms
from django.http import QueryDict

from securit.kernel.refusals import Refusal
from securit.kit.acts import ActForm, Done, NotDone, attempt


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
