"""Tables of the trail. Rows are written by :mod:`securit.kernel.audit.trail` alone; the database refuses changes."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models


class AuditEntry(models.Model):
    """One act: who, what, from → to, when, on whose advice. Ids, codes and commitments only; no personal value."""

    stream = models.CharField(max_length=60)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_ref = models.CharField(max_length=40)
    act = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=40)
    subject_ref = models.CharField(max_length=10)
    from_state = models.CharField(max_length=40, blank=True)
    to_state = models.CharField(max_length=40, blank=True)
    allowed_by = models.CharField(max_length=80, blank=True)
    advice_ref = models.CharField(max_length=10, blank=True)
    details = models.JSONField(default=dict)
    commitments = models.JSONField(default=dict)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        app_label = "kernel"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["stream", "seq"], name="audit_entry_stream_seq")]
        indexes = [models.Index(fields=["subject_kind", "subject_ref"], name="audit_entry_subject")]

    def __str__(self) -> str:
        return f"{self.stream} #{self.seq} {self.act}"


class AuditValue(models.Model):
    """A personal value that an entry commits to; erasure deletes the row and the chain still verifies."""

    entry = models.ForeignKey(AuditEntry, on_delete=models.PROTECT, related_name="values")
    name = models.CharField(max_length=40)
    salt = models.CharField(max_length=32)
    value = models.TextField()

    class Meta:
        app_label = "kernel"
        constraints = [models.UniqueConstraint(fields=["entry", "name"], name="audit_value_entry_name")]

    def __str__(self) -> str:
        return f"{self.entry_id}:{self.name}"


class AuditHead(models.Model):
    """The last entry of each stream, and how far checkpoints have sealed it. A convenience: the entries rule."""

    stream = models.CharField(max_length=60, unique=True)
    seq = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)
    sealed_seq = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "kernel"

    def __str__(self) -> str:
        return f"{self.stream} #{self.seq}"


class Checkpoint(models.Model):
    """A signed Merkle root over the heads that changed since the last one, chained to it."""

    number = models.PositiveIntegerField(unique=True)
    at = models.DateTimeField()
    size = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)
    signature = models.CharField(max_length=128)

    #: Its leaves in order, on an object that has just been made.
    sealed: Sequence[CheckpointLeaf] = ()

    class Meta:
        app_label = "kernel"
        ordering = ["number"]

    def __str__(self) -> str:
        return f"checkpoint {self.number}"


class CheckpointLeaf(models.Model):
    """One stream's head at a checkpoint."""

    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="leaves")
    position = models.PositiveIntegerField()
    stream = models.CharField(max_length=60)
    seq = models.PositiveIntegerField()
    entry_hash = models.CharField(max_length=64)

    class Meta:
        app_label = "kernel"
        ordering = ["checkpoint_id", "position"]
        constraints = [models.UniqueConstraint(fields=["checkpoint", "position"], name="checkpoint_leaf_position")]

    def __str__(self) -> str:
        return f"{self.checkpoint_id}/{self.position} {self.stream}"
