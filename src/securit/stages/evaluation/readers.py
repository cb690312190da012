"""Who reads an application because of evaluation, and who must not. Registered with ``applications``."""

from __future__ import annotations

from django.db.models import QuerySet

from securit.stages.calls.public import Call
from securit.stages.evaluation.models import Assignment, Declaration


def reader_ids(application_id: int) -> frozenset[int]:
    """Evaluators with a confirmed assignment and a clean declaration."""
    confirmed = Assignment._default_manager.filter(application_id=application_id, state="confirmed")
    clear = Declaration._default_manager.filter(application_id=application_id, state="clear")
    return frozenset(confirmed.values_list("evaluator__user_id", flat=True)) & frozenset(
        clear.values_list("evaluator__user_id", flat=True)
    )


def barred_ids(application_id: int) -> QuerySet[Declaration, int]:
    """People with a conflict of interest."""
    conflicted = Declaration._default_manager.filter(application_id=application_id, state="conflicted")
    return conflicted.order_by().values_list("evaluator__user_id", flat=True)


def read_by(user_id: int) -> frozenset[int]:
    """Applications that the user reads as an evaluator: :func:`reader_ids`, asked the other way round."""
    confirmed = Assignment._default_manager.filter(evaluator__user_id=user_id, state="confirmed")
    clear = Declaration._default_manager.filter(evaluator__user_id=user_id, state="clear")
    return frozenset(confirmed.values_list("application_id", flat=True)) & frozenset(
        clear.values_list("application_id", flat=True)
    )


def barred_for(user_id: int) -> QuerySet[Declaration, int]:
    """Applications with which the user has a conflict: :func:`barred_ids`, asked the other way round."""
    conflicted = Declaration._default_manager.filter(evaluator__user_id=user_id, state="conflicted")
    return conflicted.order_by().values_list("application_id", flat=True)


def barred_numbers(call: Call, user_id: int | None) -> frozenset[str]:
    """The numbers of the call's applications with which the user has a conflict."""
    mine = Declaration.objects.of_call(call).filter(state="conflicted", evaluator__user_id=user_id or 0)
    return frozenset(mine.values_list("application__number", flat=True))
