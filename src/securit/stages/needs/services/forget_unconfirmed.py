"""Forget who told a need and never confirmed it."""

from __future__ import annotations

from datetime import datetime

from securit.stages.needs.contracts import Source
from securit.stages.needs.models import NeedContact
from securit.stages.needs.services.submit_need import CONFIRM_WITHIN


def forget_unconfirmed(at: datetime) -> int:
    """Delete the contacts of needs whose time to confirm is over; how many there were. Nobody ever read them."""
    late = NeedContact.objects.filter(
        need__state="drafted", need__source=Source.QUESTIONNAIRE, need__created_at__lt=at - CONFIRM_WITHIN
    )
    return late.delete()[0]
