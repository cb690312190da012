"""What the team is told about the check: by mail to everyone who writes the application and to the lead's contact."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from securit.kernel.canonical import digest
from securit.machinery.correspondence.mail import queue_mail
from securit.stages.screening.models import Screening


def tell_of_rejection(screening: Screening, *, at: datetime) -> None:
    """Queue the letter that the application is not eligible, with the reason and how to ask for a review (R-61)."""
    call = screening.application.call
    profile = screening.programme.terms.profile
    days = call.terms.redress_days if call.terms.redress_days is not None else profile.redress_days
    subject = _("%(number)s: result of the admissibility and eligibility check")
    _send(screening, "rejected", subject, {"reason": screening.reason, "redress_days": days}, at=at)


def ask_the_team(screening: Screening, question: str, *, due_at: datetime, at: datetime) -> None:
    """Queue the question, with the link to the page where it is answered."""
    url = settings.BASE_URL + reverse(
        "screening:answer", kwargs={"slug": screening.programme.slug, "ref": screening.ref}
    )
    subject = _("%(number)s: a question about your application")
    _send(screening, "question", subject, {"question": question, "due_at": due_at, "url": url}, at=at)


def _send(screening: Screening, template: str, subject: str, values: dict[str, object], *, at: datetime) -> None:
    application, programme = screening.application, screening.programme
    content = screening.screened_version.content
    context = {
        "programme_name": programme.acronym,
        "programme_url": settings.BASE_URL,
        "call": application.call,
        "number": application.number,
        "title": content["title"] or content["acronym"],
        "contact": programme.terms.contact_email,
        **values,
    }
    body = render_to_string(f"screening/mail/{template}.txt", context)
    for address in _addresses(screening):
        key = f"screening.{template}:{screening.ref}:{screening.version}:{digest(address)[:12]}"
        queue_mail(
            to=address, subject=subject % {"number": application.number}, body=body, key=key, at=at, programme=programme
        )


def _addresses(screening: Screening) -> list[str]:
    """Everyone who writes the application, and the contact of its lead; each address once."""
    application = screening.application
    found = list(application.editors.order_by("id").values_list("user__email", flat=True))
    lead = application.members.filter(role="lead").exclude(state="removed").exclude(contact_email="")
    found += lead.values_list("contact_email", flat=True)
    return list(dict.fromkeys(address.lower() for address in found))
