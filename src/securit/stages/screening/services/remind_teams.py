"""Remind teams of questions that are due within a day."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from securit.stages.screening.selectors import due_soon
from securit.stages.screening.services.letters import remind_the_team

BEFORE = timedelta(days=1)


def remind_teams(at: datetime) -> int:
    """One reminder per question, a day before it is due; how many questions."""
    asked = due_soon(BEFORE, at)
    for clarification in asked:
        with transaction.atomic():
            clarification.reminded_at = at
            clarification.save(update_fields=["reminded_at"])
            remind_the_team(clarification, at=at)
    return len(asked)
