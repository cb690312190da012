"""Forget who was asked or asked, and never answered."""

from __future__ import annotations

from datetime import datetime, timedelta

from securit.kernel.actor import SYSTEM
from securit.stages.challenges.models import Registration
from securit.stages.challenges.services.confirm_registration import withdraw_registration

ANSWER_WITHIN = timedelta(days=14)
AT_ONCE = 200


def forget_unanswered(at: datetime) -> int:
    """Withdraw, and so erase, what was not answered in time; an invitation stands until its workshop is over."""
    late = Registration.objects.filter(state="asked", asked_at__lt=at - ANSWER_WITHIN)
    over = late.filter(invited=False) | late.filter(workshop__ends_at__lt=at - ANSWER_WITHIN)
    rows = list(over.select_related("workshop__programme").order_by("id")[:AT_ONCE])
    for row in rows:
        withdraw_registration(registration=row, actor=SYSTEM, at=at)
    return len(rows)
