"""Take somebody into the pool by e-mail address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.people.public import User
from securit.programmes.public import Programme
from securit.stages.evaluation.models import Evaluator
from securit.stages.evaluation.services import letters
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
    subject = _("%(programme)s: welcome among the evaluators") % {"programme": programme.acronym}
    key = f"invited:{evaluator.ref}"
    letters.send(evaluator, "invited", subject, {}, page=letters.desk(programme), key=key, at=at)
    return evaluator
