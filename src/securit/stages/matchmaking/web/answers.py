"""What every form of this part shares: a refusal stands at its field, and what was typed stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest

from securit.kernel.arrival import arrived
from securit.kernel.refusals import Refusal
from securit.programmes.public import actor_of

T = TypeVar("T")


class Refusable(forms.Form):
    """A form that takes a refusal at its field."""

    def refuse(self, refusal: Refusal) -> None:
        """The sentence at its place."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))

    def choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        """The choices of a field."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


def carried_out(form: Refusable, act: Callable[[], T]) -> tuple[T | None, int]:
    """What the act answered, or nothing and the status to answer with; the form then says why."""
    if not form.is_valid():
        return None, 422
    try:
        return act(), 200
    except Refusal as refusal:
        form.refuse(refusal)
        return None, refusal.status


def pressed(request: HttpRequest) -> dict[str, Any]:
    """What every act is told: who, when, and which press of the button."""
    return {"actor": actor_of(request), "at": arrived(request), "intent": intent_of(request)}


def intent_of(request: HttpRequest) -> str:
    """The number of this press of a button."""
    return request.POST.get("intent", "")
