"""One queue for everything that leaves a transaction, and the leases of its ticks."""

from __future__ import annotations

from django.db import models


class OutboxMessage(models.Model):
    """Written in the same transaction as the act it follows from. ``key`` is unique: the same thing queues once."""

    topic = models.CharField(max_length=120)
    handler = models.CharField(max_length=160)
    key = models.CharField(max_length=160, unique=True)
    payload = models.JSONField(default=dict)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    parked_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "kernel"
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="outbox_open",
                condition=models.Q(done_at__isnull=True, parked_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic} → {self.handler}"


class Lease(models.Model):
    """A named row to lock, and until when its holder works; several workers never run one tick at once."""

    name = models.CharField(max_length=60, unique=True)
    until = models.DateTimeField(null=True, blank=True)
    last_run_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "kernel"

    def __str__(self) -> str:
        return self.name
