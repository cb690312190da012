"""The database fails at the n-th statement of a submission, and of a withdrawal, for every n: all of it or nothing."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection

from securit.kernel.audit.models import AuditEntry, Checkpoint
from securit.kernel.audit.verify import verify
from securit.kernel.models import Intent, OutboxMessage
from securit.stages.applications.models import ApplicationVersion, Receipt
from securit.stages.applications.public import submit_application, verify_receipt, withdraw_application
from tests.stages.applications.teams import Team
from tests.worlds import WHILE_OPEN

pytestmark = pytest.mark.django_db

TABLES = (ApplicationVersion, Receipt, AuditEntry, Checkpoint, Intent, OutboxMessage)


class FailsAt:
    """Raises instead of the n-th statement; the others are carried out."""

    def __init__(self, number: int) -> None:
        self.left = number

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.left -= 1
        if self.left == 0:
            raise OperationalError(f"The database went away before: {sql[:80]}")
        return execute(sql, params, many, context)


def stored(team: Team) -> tuple[Any, ...]:
    """Everything that a submission or a withdrawal writes."""
    row = team.fresh()
    counts = [table._default_manager.count() for table in TABLES]
    return row.state, row.version, row.submitted_number, row.submitted_at, row.withdrawn_at, *counts


def failures_before_success(team: Team, act: Callable[[], object]) -> int:
    """How many statements were made to fail, one after the other, each leaving everything as it was."""
    for number in itertools.count(1):
        before = stored(team)
        try:
            with connection.execute_wrapper(FailsAt(number)):
                act()
        except OperationalError:
            assert stored(team) == before
        else:
            return number - 1
    raise AssertionError("unreachable")


def test_a_submission_that_fails_at_any_statement_leaves_nothing(complete: Team) -> None:
    application, actor, before = complete.fresh(), complete.actor, stored(complete)

    def submit() -> object:
        return submit_application(application=application, actor=actor, arrived_at=WHILE_OPEN, intent="one press")

    assert failures_before_success(complete, submit) >= 20
    made = [after - then for after, then in zip(stored(complete)[5:], before[5:], strict=True)]
    assert made == [1, 1, 1, 1, 1, 1]
    version = complete.fresh().versions.get()
    assert verify_receipt(version.receipt.content, version.receipt.signature)
    assert verify().flaws == ()


def test_a_withdrawal_that_fails_at_any_statement_leaves_nothing(submitted: Team) -> None:
    application, actor = submitted.fresh(), submitted.actor

    def withdraw() -> object:
        return withdraw_application(
            application=application, reason="We are too few.", actor=actor, at=WHILE_OPEN, intent="one press"
        )

    assert failures_before_success(submitted, withdraw) >= 10
    assert (submitted.fresh().state, submitted.fresh().versions.count()) == ("withdrawn", 1)
    assert verify().flaws == ()
