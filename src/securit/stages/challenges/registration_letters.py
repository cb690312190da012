"""What people who were invited or registered read by mail. Every mail carries their personal link."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kernel.refusals import Sentence
from securit.machinery.correspondence.mail import queue_mail
from securit.stages.challenges.links import registration_url
from securit.stages.challenges.models import Registration, Workshop

SUBJECTS: Mapping[str, Sentence] = {
    "invited": gettext_lazy("Invitation: %(workshop)s"),
    "requested": gettext_lazy("Please confirm: %(workshop)s"),
    "again": gettext_lazy("Your registration: %(workshop)s"),
    "registered": gettext_lazy("Registered: %(workshop)s"),
    "waiting": gettext_lazy("Waiting list: %(workshop)s"),
    "moved_up": gettext_lazy("You have a place: %(workshop)s"),
    "changed": gettext_lazy("Changed: %(workshop)s"),
    "cancelled": gettext_lazy("Cancelled: %(workshop)s"),
}


def mail_request(row: Registration, at: datetime) -> None:
    """The link to answer with, or to come back to; one an hour at most."""
    letter = ("invited" if row.invited else "requested") if row.state == "asked" else "again"
    _mail(row, letter, f"{at:%Y%m%d%H}", at)


def mail_about(row: Registration, letter: str, at: datetime) -> None:
    """What has become of the registration."""
    _mail(row, letter, str(row.version), at)


def mail_all(workshop: Workshop, letter: str, at: datetime) -> None:
    """Tell everybody who is registered, waits, or was asked."""
    rows: Iterable[Registration] = workshop.registrations.exclude(state="withdrawn").order_by("id")
    for row in rows:
        row.workshop = workshop
        _mail(row, letter, f"workshop:{workshop.version}", at)


def when_in_words(workshop: Workshop) -> str:
    """Day and hours, in the programme's time zone."""
    zone = ZoneInfo(workshop.programme.terms.time_zone)
    begins, ends = workshop.starts_at.astimezone(zone), workshop.ends_at.astimezone(zone)
    until = date_format(ends, "H:i" if begins.date() == ends.date() else "j F Y, H:i")
    return f"{date_format(begins, 'j F Y, H:i')} – {until} ({zone.key})"


def _mail(row: Registration, letter: str, mark: str, at: datetime) -> None:
    workshop, programme = row.workshop, row.workshop.programme
    context = {
        "name": row.name if row.confirmed_at else "",  # what a stranger wrote into a form is mailed to nobody
        "workshop": workshop,
        "when": when_in_words(workshop),
        "mine_url": registration_url(programme.slug, row.ref),
        "programme_name": programme.acronym,
        "programme_url": settings.BASE_URL + reverse("challenges:workshops", args=[programme.slug]),
        "reason_for_mail": _("You get this mail because this address was given for a workshop of %(programme)s.")
        % {"programme": programme.acronym},
    }
    queue_mail(
        to=row.email,
        subject=str(SUBJECTS[letter]) % {"workshop": workshop.title},
        body=render_to_string(f"challenges/mail/{letter}.txt", context),
        key=f"registration:{row.ref}:{letter}:{mark}",
        at=at,
        programme=programme,
    )
