"""How often somebody came through a door that needs no account."""

from __future__ import annotations

from django.db import models


class Visitor(models.Model):
    """Somebody at a door: a keyed hash of who, and how often since when; deleted after a day. No address is kept."""

    door = models.CharField(max_length=80)
    who = models.CharField(max_length=64)
    since = models.DateTimeField()
    times = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["door", "who"], name="pacing_visitor_once")]

    def __str__(self) -> str:
        return f"{self.door}: {self.times}"
