"""Where the pages of an event stand."""

from __future__ import annotations

from django.urls import reverse

from securit.stages.matchmaking.models import Event


def page_of(event: Event, page: str = "show") -> str:
    """The address of one of the event's pages."""
    return reverse(f"events:{page}", args=[event.programme.slug, event.ref])
