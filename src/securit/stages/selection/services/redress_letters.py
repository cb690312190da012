"""What a team is told about its request to review: that it arrived, and how it ended."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from securit.kernel.canonical import digest
from securit.machinery.correspondence.mail import queue_mail
from securit.stages.selection.redress_models import Redress


def say_it_arrived(redress: Redress, *, at: datetime) -> None:
    """Queue the confirmation to everyone who writes the application."""
    _tell(redress, "arrived", _("%(number)s: your request to review the procedure arrived"), at)


def say_how_it_ended(redress: Redress, *, at: datetime) -> None:
    """Queue the decision with its reasons."""
    _tell(redress, "closed", _("%(number)s: the decision on your request to review"), at)


def _tell(redress: Redress, about: str, subject: str, at: datetime) -> None:
    application = redress.application
    kwargs = {"slug": redress.programme.slug, "ref": application.ref}
    context = {
        "programme_name": redress.programme.acronym,
        "programme_url": settings.BASE_URL,
        "redress": redress,
        "number": application.number,
        "contact": redress.programme.terms.contact_email,
        "url": settings.BASE_URL + reverse("selection:redress", kwargs=kwargs),
    }
    body = render_to_string(f"selection/mail/redress_{about}.txt", context)
    for address in sorted({editor.user.email.lower() for editor in application.editors.select_related("user")}):
        key = f"selection.redress_{about}:{redress.ref}:{digest(address)[:12]}"
        said = subject % {"number": application.number}
        queue_mail(to=address, subject=said, body=body, key=key, at=at, programme=redress.programme)
