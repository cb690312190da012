"""Take somebody into the pool by e-mail address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.machinery.correspondence.mail import queue_mail
from securit.people.public import User
from securit.programmes.public import Programme
from securit.stages.evaluation.models import Evaluator
from securit.stages.evaluation.services.add_evaluator import add_evaluator


@transaction.atomic
def invite_evaluator(
    *,
    programme: Programme,
    email: str,
    name: str,
    country: str,
    institution: str,
    expertise: Sequence[str],
    languages: Sequence[str],
    max_load: int,
    actor: Actor,
    at: datetime,
) -> Evaluator:
    """The person with this address, with an account made where there was none, and a mail that says so.

    Raises ``CannotAddEvaluator``.
    """
    address = email.strip().lower()
    user = User.objects.filter(email=address).first() or User.objects.create_user(email=address, name=name.strip())
    evaluator = add_evaluator(
        programme=programme,
        user=user,
        country=country,
        institution=institution,
        expertise=expertise,
        languages=languages,
        max_load=max_load,
        actor=actor,
        at=at,
    )
    page = reverse("evaluation:mine", kwargs={"slug": programme.slug})
    values = {"name": user, "programme": programme, "url": settings.BASE_URL + page}
    queue_mail(
        to=user.email,
        subject=_("%(programme)s: welcome among the evaluators") % {"programme": programme.acronym},
        body=render_to_string("evaluation/mail/invited.txt", values),
        key=f"invited:{evaluator.ref}",
        at=at,
        programme=programme,
    )
    return evaluator
