"""Who reads an application because of evaluation, and who must not. Registered with ``applications``."""

from __future__ import annotations

from django.db.models import QuerySet

from securit.stages.calls.public import Call
from securit.stages.evaluation.conflict_models import StaffConflict
from securit.stages.evaluation.models import Assignment, Declaration, ExpertCheck
from securit.stages.evaluation.pool_models import unbound


def reader_ids(application_id: int) -> frozenset[int]:
    """Evaluators bound by the contract, with a confirmed assignment or a check, and a clean declaration."""
    assigned = Assignment._default_manager.filter(application_id=application_id, state="confirmed")
    confirmed = assigned.exclude(unbound()).order_by()
    asked = ExpertCheck._default_manager.filter(application_id=application_id).exclude(state="ended")
    checking = asked.exclude(unbound()).order_by()
    clear = Declaration._default_manager.filter(application_id=application_id, state="clear")
    users = "evaluator__user_id"
    reading = confirmed.values_list(users, flat=True).union(checking.values_list(users, flat=True))
    return frozenset(reading) & frozenset(clear.values_list(users, flat=True))


def barred_ids(application_id: int) -> QuerySet[Declaration, int]:
    """People with a conflict of interest."""
    conflicted = Declaration._default_manager.filter(application_id=application_id, state="conflicted")
    return conflicted.order_by().values_list("evaluator__user_id", flat=True)


def read_by(user_id: int) -> frozenset[int]:
    """Applications that the user reads as an evaluator: :func:`reader_ids`, asked the other way round."""
    assigned = Assignment._default_manager.filter(evaluator__user_id=user_id, state="confirmed")
    confirmed = assigned.exclude(unbound()).order_by()
    asked = ExpertCheck._default_manager.filter(evaluator__user_id=user_id).exclude(state="ended")
    checking = asked.exclude(unbound()).order_by()
    clear = Declaration._default_manager.filter(evaluator__user_id=user_id, state="clear")
    reading = confirmed.values_list("application_id", flat=True).union(
        checking.values_list("application_id", flat=True)
    )
    return frozenset(reading) & frozenset(clear.values_list("application_id", flat=True))


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


def barred_numbers(call: Call, user_id: int | None) -> frozenset[str]:
    """The numbers of the call's applications with which the user has a conflict."""
    mine = Declaration.objects.of_call(call).filter(state="conflicted", evaluator__user_id=user_id or 0)
    own = StaffConflict.objects.of_call(call).standing().filter(user_id=user_id or 0)
    number = "application__number"
    return frozenset(mine.values_list(number, flat=True)) | frozenset(own.values_list(number, flat=True))
