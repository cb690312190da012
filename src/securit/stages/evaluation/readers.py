"""Who reads an application because of evaluation, and who must not. Registered with ``applications``."""

from __future__ import annotations

from django.db.models import QuerySet

from securit.stages.evaluation.conflict_models import StaffConflict
from securit.stages.evaluation.models import Assignment, Declaration
from securit.stages.evaluation.pool_models import unbound


def reader_ids(application_id: int) -> frozenset[int]:
    """Evaluators with a confirmed assignment and a clean declaration."""
    confirmed = Assignment._default_manager.filter(application_id=application_id, state="confirmed").exclude(unbound())
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
    confirmed = Assignment._default_manager.filter(evaluator__user_id=user_id, state="confirmed").exclude(unbound())
    clear = Declaration._default_manager.filter(evaluator__user_id=user_id, state="clear")
    return frozenset(confirmed.values_list("application_id", flat=True)) & frozenset(
        clear.values_list("application_id", flat=True)
    )


def barred_for(user_id: int) -> QuerySet[Declaration, int]:
    """Applications with which the user has a conflict: :func:`barred_ids`, asked the other way round."""
    conflicted = Declaration._default_manager.filter(evaluator__user_id=user_id, state="conflicted")
    return conflicted.order_by().values_list("application_id", flat=True)


def staff_barred_ids(application_id: int) -> QuerySet[StaffConflict, int]:
    """People of the office with a conflict, or a possible one that nobody has decided on yet."""
    rows = StaffConflict._default_manager.standing().filter(application_id=application_id)
    return rows.order_by().values_list("user_id", flat=True)


def staff_barred_for(user_id: int) -> QuerySet[StaffConflict, int]:
    """Applications with which a person of the office has one: :func:`staff_barred_ids`, the other way round."""
    rows = StaffConflict._default_manager.standing().filter(user_id=user_id)
    return rows.order_by().values_list("application_id", flat=True)
