"""Ask for a computation, see how it goes, have it stopped."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.canonical import Json
from securit.kernel.refusals import Refusal
from securit.machinery.computations.models import Computation

if TYPE_CHECKING:
    from django.db.models import Model


class CannotCompute(Refusal):
    """One of the same kind is under way about the same subject."""

    status = 409


def request_computation(
    *, programme: Model, about: str, kind: str, question: Json, actor: Actor, at: datetime
) -> Computation:
    """Queue it for the worker; the caller has asked the policy. ``about`` is a subject's ``kind:ref``.

    One of a kind about a subject is under way at a time: another raises :class:`CannotCompute`.
    """
    if actor.user_id is None:
        raise ValueError("A computation is asked for by a named person.")
    asked = Computation(
        programme_id=programme.pk,
        about=about,
        kind=kind,
        question=question,
        requested_by_id=actor.user_id,
        strong=actor.strong,
        requested_at=at,
    )
    with transaction.atomic():
        Computation.objects.bulk_create([asked], ignore_conflicts=True)  # one statement; the constraint decides
        stored = Computation.objects.filter(ref=asked.ref).first()
    if stored is None:
        raise CannotCompute(
            _("This is being computed already."), code="under_way", remedy=_("Wait for it, or stop it first.")
        )
    return stored


def stop_computation(*, computation: Computation, at: datetime) -> None:
    """Have it end: with the best it has found, or, where nobody has begun with it, at once with nothing."""
    mine = Computation.objects.filter(pk=computation.pk, ended_at__isnull=True)
    waiting = mine.filter(started_at__isnull=True)
    stopped = _("It was stopped before it had begun.")
    if not waiting.update(stop_asked_at=at, ended_at=at, ended_as="cancelled", trouble=stopped):
        mine.filter(stop_asked_at__isnull=True).update(stop_asked_at=at)


def latest(programme: Model, about: str, kind: str) -> Computation | None:
    """The one asked for last, of this kind about this subject; without the large things behind its answer."""
    rows = Computation.objects.filter(programme=programme.pk, about=about, kind=kind)
    return rows.defer("kept").order_by("-id").first()
