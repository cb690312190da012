"""Mails to evaluators and to those who watch and run the evaluation, in the programme's frame."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from securit.machinery.correspondence.mail import queue_mail
from securit.people.public import User
from securit.programmes.public import Programme
from securit.stages.evaluation.models import Evaluator


def send(
    evaluator: Evaluator,
    letter: str,
    subject: str,
    values: Mapping[str, object],
    *,
    page: str,
    key: str,
    at: datetime,
) -> None:
    """Queue ``evaluation/mail/<letter>.txt`` with ``url``, the full address of ``page``; the same key goes out once."""
    programme = evaluator.programme
    reason = _("You get this mail because you are an evaluator of %(programme)s.") % {"programme": programme.acronym}
    send_to(evaluator.user, programme, letter, subject, values, reason=reason, page=page, key=key, at=at)


def send_to(
    person: User,
    programme: Programme,
    letter: str,
    subject: str,
    values: Mapping[str, object],
    *,
    reason: str,
    page: str,
    key: str,
    at: datetime,
) -> None:
    """The same to anybody; ``reason`` says in the mail why they get it."""
    context = {
        "name": str(person),
        "programme": programme,
        "programme_name": programme.acronym,
        "programme_url": settings.BASE_URL,
        "reason_for_mail": reason,
        "url": settings.BASE_URL + page,
        **values,
    }
    body = render_to_string(f"evaluation/mail/{letter}.txt", context)
    queue_mail(to=person.email, subject=subject, body=body, key=key, at=at, programme=programme)


def desk(programme: Programme) -> str:
    """The address of the evaluator's own page."""
    return reverse("evaluation:mine", kwargs={"slug": programme.slug})
