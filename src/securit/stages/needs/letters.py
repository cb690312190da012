"""What owners of needs read by mail. Every mail carries their private link; none repeats the need itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from securit.machinery.correspondence.mail import queue_mail
from securit.stages.needs.links import owner_url
from securit.stages.needs.models import Need


def mail_confirmation(need: Need, at: datetime) -> None:
    """Ask whether the need is meant (double opt-in); without the answer nothing is read or kept for long."""
    _mail(need, "confirm", _("Please confirm what you told us"), at)


def mail_received(need: Need, at: datetime) -> None:
    """It is in; the private link to follow it."""
    _mail(need, "received", _("Your need is with us"), at)


def mail_accepted(need: Need, at: datetime) -> None:
    """It is taken up."""
    _mail(need, "accepted", _("Your need is accepted"), at)


def mail_declined(need: Need, at: datetime) -> None:
    """It is not taken up; the reason."""
    _mail(need, "declined", _("About the need you told us"), at)


def mail_merged(need: Need, at: datetime) -> None:
    """Somebody else has the same."""
    _mail(need, "merged", _("Others share your need"), at)


def mail_withdrawn(need: Need, at: datetime) -> None:
    """It is taken back; what stays, and how to erase that."""
    _mail(need, "withdrawn", _("Your need is withdrawn"), at)


def _mail(need: Need, template: str, subject: str, at: datetime) -> None:
    contact = need.stated("contact")
    if not contact.email:
        return
    programme = need.programme
    context: dict[str, Any] = {
        "name": contact.name,
        "need": need,
        "programme_name": programme.acronym,
        "programme_url": settings.BASE_URL + reverse("needs:public", args=[programme.slug]),
        "reason_for_mail": _("You get this mail because this address was given with a need told to %(programme)s.")
        % {"programme": programme.acronym},
        "mine_url": owner_url(programme.slug, need.ref),
        "confirm_url": owner_url(programme.slug, need.ref, "confirm"),
    }
    queue_mail(
        to=contact.email,
        subject=f"{programme.acronym}: {subject}",
        body=render_to_string(f"needs/mail/{template}.txt", context),
        key=f"need:{need.ref}:{template}:{need.version}",
        at=at,
        programme=programme,
    )
