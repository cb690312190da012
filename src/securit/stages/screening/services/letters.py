"""What the team is told about the check: by mail to everyone who writes the application and to the lead's contact."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from securit.kernel.canonical import digest
from securit.machinery.correspondence.mail import queue_mail
from securit.stages.screening.models import Clarification, Screening


def ask_the_team(screening: Screening, question: str, *, due_at: datetime, at: datetime, ground: str = "") -> None:
    """Queue the question, or the notice of a ground, with the link to the page where it is answered."""
    subject = _("%(number)s: a question about your application")
    if ground:
        subject = _("%(number)s: you are heard before we decide")
    values = {"question": question, "due_at": due_at, "url": answer_url(screening), "notice": bool(ground)}
    queue_to_team(screening, "question", subject, letter_text(screening, "question", values), at=at)


def remind_the_team(asked: Clarification, *, at: datetime) -> None:
    """Queue the reminder that a question is due within a day."""
    screening = asked.screening
    values = {"question": asked.question, "due_at": asked.due_at, "url": answer_url(screening), "reminder": True}
    subject = _("%(number)s: your answer is due soon")
    queue_to_team(screening, "reminder", subject, letter_text(screening, "question", values), at=at)


def answer_url(screening: Screening) -> str:
    """Where the team answers."""
    kwargs = {"slug": screening.programme.slug, "ref": screening.ref}
    return settings.BASE_URL + reverse("screening:answer", kwargs=kwargs)


def letter_text(screening: Screening, template: str, values: dict[str, Any]) -> str:
    """The text of a letter to the team of one application."""
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
    return render_to_string(f"screening/mail/{template}.txt", context)


def queue_to_team(screening: Screening, about: str, subject: str, body: str, *, at: datetime) -> None:
    """One mail to each address of the team."""
    number = {"number": screening.application.number}
    for address in _addresses(screening):
        key = f"screening.{about}:{screening.ref}:{screening.version}:{digest(address)[:12]}"
        queue_mail(to=address, subject=subject % number, body=body, key=key, at=at, programme=screening.programme)


def _addresses(screening: Screening) -> list[str]:
    """Everyone who writes the application, and the contact of its lead; each address once."""
    application = screening.application
    found = [editor.user.email for editor in application.editors.all()]
    lead = [m for m in application.members.all() if m.role == "lead" and m.state != "removed" and m.contact_email]
    found += [member.contact_email for member in lead]
    return list(dict.fromkeys(address.lower() for address in found))
