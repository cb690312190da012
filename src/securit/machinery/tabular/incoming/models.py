"""What is stored of a table on its way in; each stage that takes tables has its own, with its programme."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from securit.kernel.lifecycle import Lifecycle
from securit.kernel.models import Subject
from securit.kernel.policy import ProgrammeFacts
from securit.machinery.files.models import File

_USER = settings.AUTH_USER_MODEL


class IncomingTable(Subject):
    """The file, how it is read, and what became of it.

    ``mapping``: column label → name; ``defaults``: name → text of rows that say nothing. ``chosen`` are the rows that
    the worker is to take: ``new`` ones, and ``also`` those that a person wants though they are here already.
    ``returned_because`` says why the worker took none of them.
    """

    programme: Any
    programme_id: Any

    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    sheet = models.CharField(max_length=120, blank=True)
    header_number = models.PositiveIntegerField(default=0)
    header_sha256 = models.CharField(max_length=64, blank=True)
    mapping = models.JSONField(default=dict)
    defaults = models.JSONField(default=dict)
    synthetic = models.BooleanField(default=False)
    uploaded_by = models.ForeignKey(_USER, null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    chosen = models.JSONField(default=dict)
    asked_by = models.ForeignKey(_USER, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(null=True)
    returned_because = models.TextField(blank=True)
    taken_at = models.DateTimeField(null=True)
    rows_taken = models.PositiveIntegerField(default=0)
    rows_left_out = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["-id"]

    def facts(self) -> ProgrammeFacts:
        """Its programme; nobody holds it."""
        return ProgrammeFacts(self.programme_id)

    @property
    def is_open(self) -> bool:
        """Whether its columns may still be assigned."""
        return self.state in ("uploaded", "mapped")

    @property
    def rows_asked_for(self) -> int:
        """How many rows the worker is to take."""
        return len(self.chosen.get("new", ())) + len(self.chosen.get("also", ()))


def table_constraints(table: str, lifecycle: Lifecycle) -> list[models.BaseConstraint]:
    """What the database holds of a table: its states, and no state without its moment."""
    return [
        lifecycle.constraint(table),
        models.CheckConstraint(condition=~Q(state="imported") | Q(taken_at__isnull=False), name=f"{table}_taken_at"),
        models.CheckConstraint(condition=~Q(state="taking") | Q(asked_at__isnull=False), name=f"{table}_asked_at"),
    ]
