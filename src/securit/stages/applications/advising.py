"""Who has advised on an application, and so must not judge it. Registered with :mod:`.readers` like any conflict."""

from __future__ import annotations

from django.db.models import QuerySet

from securit.stages.applications.adviser_models import Adviser
from securit.stages.calls.public import Call


def barred_ids(application_id: int) -> QuerySet[Adviser, int]:
    """People who were let in to read the draft, whether or not they still may."""
    return _accepted().filter(application_id=application_id).values_list("user_id", flat=True)


def barred_for(user_id: int) -> QuerySet[Adviser, int]:
    """Applications whose draft the user was let in to read: :func:`barred_ids`, asked the other way round."""
    return _accepted().filter(user_id=user_id).values_list("application_id", flat=True)


def advised_pairs(call: Call) -> list[tuple[str, int]]:
    """Number of the application and account of the adviser, for everybody who was let in to a draft of the call."""
    rows = _accepted().filter(programme=call.programme_id, application__call=call)
    return list(rows.order_by("id").values_list("application__number", "user_id"))


def _accepted() -> QuerySet[Adviser]:
    return Adviser._default_manager.filter(user__isnull=False).order_by()
