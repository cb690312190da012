"""What people who register read. Nobody's address stands in a letter to somebody else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kernel.refusals import Sentence
from securit.machinery.correspondence.mail import queue_mail
from securit.stages.matchmaking.agenda_links import feed_url
from securit.stages.matchmaking.event_selectors import registrations_of
from securit.stages.matchmaking.models import Event, Registration

SUBJECTS: dict[str, Sentence] = {
    "registered": gettext_lazy("You are registered: %(event)s"),
    "moved_up": gettext_lazy("A place for you: %(event)s"),
    "waiting": gettext_lazy("On the waiting list: %(event)s"),
    "asked": gettext_lazy("Received: %(event)s"),
    "declined": gettext_lazy("No place: %(event)s"),
    "changed": gettext_lazy("Changed: %(event)s"),
    "cancelled": gettext_lazy("Cancelled: %(event)s"),
    "requested": gettext_lazy("Somebody would like to meet you: %(event)s"),
    "agenda": gettext_lazy("Your meetings: %(event)s"),
    "agenda_changed": gettext_lazy("Your meetings have changed: %(event)s"),
}
_STILL_COMING = ("asked", "waiting", "registered", "attended")


def mail_registration(
    registration: Registration,
    letter: str,
    *,
    at: datetime,
    reason: str = "",
    lines: Sequence[str] = (),
    key: str = "",
) -> None:
    """One letter about a registration to the person; the same letter of the same version goes out once."""
    event = registration.event
    zone = ZoneInfo(event.time_zone)
    context = {
        "name": registration.user.name,
        "programme_name": event.programme.acronym,
        "programme_url": settings.BASE_URL,
        "reason_for_mail": _("You get this mail because you registered for this event."),
        "letter": letter,
        "event": event,
        "begins": event.starts_at.astimezone(zone),
        "zone": event.time_zone,
        "has_link": bool(event.link) and registration.state in ("registered", "attended"),
        "reason": reason,
        "lines": lines,
        "url": _url(event, "events:show"),
        "meetings_url": _url(event, "events:meetings"),
        "agenda_url": _url(event, "events:agenda"),
        "feed_url": feed_url(registration),
    }
    queue_mail(
        to=registration.user.email,
        subject=str(SUBJECTS[letter]) % {"event": event.title},
        body=render_to_string("matchmaking/mail/registration.txt", context),
        key=key or f"event:{letter}:{registration.ref}:{registration.version}",
        at=at,
        programme=event.programme,
    )


def mail_everybody(event: Event, letter: str, *, at: datetime, reason: str = "") -> None:
    """The same letter to everybody who wants to come."""
    for registration in registrations_of(event).filter(state__in=_STILL_COMING):
        registration.event = event
        key = f"event:{letter}:{registration.ref}:{event.version}"
        mail_registration(registration, letter, at=at, reason=reason, key=key)


def _url(event: Event, name: str) -> str:
    return settings.BASE_URL + reverse(name, args=[event.programme.slug, event.ref])
