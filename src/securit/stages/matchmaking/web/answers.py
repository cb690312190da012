"""What every form of this part shares: a refusal stands at its field, and what was typed stays."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse

from securit.kernel.arrival import arrived
from securit.kernel.refusals import Refusal
from securit.programmes.public import actor_of
from securit.stages.matchmaking.models import Event


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


def page_of(event: Event, page: str = "show") -> str:
    """The address of one of the event's pages."""
    return reverse(f"events:{page}", args=[event.programme.slug, event.ref])


def pressed(request: HttpRequest) -> dict[str, Any]:
    """What every act is told: who, when, and which press of the button."""
    return {"actor": actor_of(request), "at": arrived(request), "intent": request.POST.get("intent", "")}
