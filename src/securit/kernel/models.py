"""The kernel's tables. Each is written by one module only: audit, outbox, perform (intents), clock."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from securit.kernel.audit.models import AuditEntry, AuditHead, AuditValue, Checkpoint, CheckpointLeaf
from securit.kernel.lifecycle import Lifecycle
from securit.kernel.outbox.models import Lease, OutboxMessage
from securit.kernel.refs import new_ref

__all__ = [
    "AuditEntry",
    "AuditHead",
    "AuditValue",
    "Checkpoint",
    "CheckpointLeaf",
    "ClockShift",
    "Intent",
    "Lease",
    "OutboxMessage",
    "Subject",
]


class Subject(models.Model):
    """Anything with a lifecycle: created, changed and moved only through :mod:`securit.kernel.perform`.

    A concrete subject declares ``kind`` (the word in policy actions and audit streams) and ``lifecycle``, says its
    ``facts()`` to the policy, and, when it belongs to a larger one, names that root in ``audit_root()``.
    """

    kind: ClassVar[str]
    lifecycle: ClassVar[Lifecycle]
    #: Relations that every act of it looks at, read together with the locked row.
    read_with: ClassVar[tuple[str, ...]] = ()
    #: True on an object returned because the same intent had already been carried out.
    repeated: bool = False

    ref = models.CharField(max_length=10, unique=True, default=new_ref, editable=False)
    state = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.kind}:{self.ref}"

    def facts(self) -> Any:
        """Frozen facts for the policy; must work before the row is saved."""
        raise NotImplementedError

    def audit_root(self) -> Subject:
        """The subject whose stream records what happens here; its row is locked first."""
        return self

    @property
    def state_label(self) -> str:
        """The state in words for staff."""
        return str(self.lifecycle.label(self.state))

    @property
    def state_label_for_applicant(self) -> str:
        """The state in words for applicants."""
        return str(self.lifecycle.label(self.state, for_applicant=True))

    @property
    def state_tone(self) -> str:
        """The colour of the state's badge."""
        return self.lifecycle.states[self.state].tone


class Intent(models.Model):
    """One press of a button. The key comes with the form; the same key never acts twice (I2)."""

    key = models.CharField(max_length=64)
    actor_ref = models.CharField(max_length=40)
    act = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=40)
    subject_ref = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "actor_ref"], name="intent_once")]

    def __str__(self) -> str:
        return f"{self.act} {self.key}"


class ClockShift(models.Model):
    """The demo's distance from the wall clock; one row, absent in production."""

    seconds = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="clock_shift_single")]

    def __str__(self) -> str:
        return f"{self.seconds} s"
