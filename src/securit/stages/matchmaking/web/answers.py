"""What every form of this part shares: a refusal stands at its field, and what was typed stays."""

from __future__ import annotations

from django import forms
from django.urls import reverse

from securit.kernel.refusals import Refusal
from securit.stages.matchmaking.models import Event


class Refusable(forms.Form):
    """A form that takes a refusal at its field."""

    def refuse(self, refusal: Refusal) -> None:
        """The sentence at its place."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))


def page_of(event: Event, page: str = "show") -> str:
    """The address of one of the event's pages."""
    return reverse(f"events:{page}", args=[event.programme.slug, event.ref])
