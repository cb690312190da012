"""Stop mails about introductions, and get them again."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError

from securit.kernel.actor import Actor
from securit.kernel.db.constraints import violates
from securit.kernel.perform import create, perform
from securit.people.public import User
from securit.programmes.public import Programme
from securit.stages.matchmaking.models import NoticeStop
from securit.stages.matchmaking.selectors import stop_of


def stop_notices(*, programme: Programme, user: User, actor: Actor, at: datetime, intent: str = "") -> NoticeStop:
    """No further mails about introductions in this programme to this person; doing it twice changes nothing."""
    known = stop_of(programme, user.pk)
    if known is None:
        try:
            return create(NoticeStop(programme=programme, user=user), actor=actor, at=at, intent=intent)
        except IntegrityError as error:
            if not violates(error, NoticeStop, "notice_stop_once"):
                raise
            known = NoticeStop.objects.in_programme(programme).get(user=user)  # the same press arrived twice at once
    if known.state == "stopped":
        return known
    return perform(known, "stop", actor=actor, at=at, intent=intent)


def resume_notices(*, programme: Programme, user: User, actor: Actor, at: datetime, intent: str = "") -> None:
    """Mails again, where they were stopped."""
    known = stop_of(programme, user.pk)
    if known is not None and known.state == "stopped":
        perform(known, "resume", actor=actor, at=at, intent=intent)
