"""A computation: what was asked, how far it is, what came of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from securit.kernel.db.json_on_demand import JsonOnDemand
from securit.kernel.refs import new_ref

LONGEST_SAID = 300
_ENDINGS = ("done", "failed", "cancelled")


class Computation(models.Model):
    """Asked for by a person, who may act with it what they may act themselves; ``strong`` as in their session.

    ``question`` holds what was asked, ``answer`` the small thing that pages show, ``kept`` the large things behind it.
    ``share`` is how much is done in per cent, where that is known; ``best`` and ``bound`` are the best value so far and
    the value that nothing exceeds, as text. ``beat_at`` is the last sign of life in real time; ``ended_as`` is one of
    done, failed, cancelled, and ``trouble`` the sentence that says why nothing came of it.
    """

    ref = models.CharField(max_length=10, unique=True, default=new_ref, editable=False)
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    question = models.JSONField(default=dict)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    strong = models.BooleanField(default=False)
    requested_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    said = models.CharField(max_length=LONGEST_SAID, blank=True)
    share = models.PositiveSmallIntegerField(null=True)
    seconds = models.PositiveIntegerField(default=0)
    best = models.CharField(max_length=60, blank=True)
    bound = models.CharField(max_length=60, blank=True)
    stop_asked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=10, blank=True)
    answer = JsonOnDemand(null=True)
    kept = JsonOnDemand(null=True)
    trouble = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "about", "kind"],
                condition=Q(ended_at__isnull=True),
                name="computation_one_under_way",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_as="") | Q(ended_at__isnull=False, ended_as__in=_ENDINGS),
                name="computation_ended_as",
            ),
            models.CheckConstraint(
                condition=~Q(ended_as="done") | Q(answer__isnull=False), name="computation_done_has_answer"
            ),
            models.CheckConstraint(
                condition=~Q(ended_as="failed") | ~Q(trouble=""), name="computation_failed_has_trouble"
            ),
        ]
        indexes = [models.Index(fields=["programme", "about"], name="computation_about")]

    def __str__(self) -> str:
        return f"{self.kind} about {self.about}"

    @property
    def is_under_way(self) -> bool:
        """Whether it waits or runs."""
        return self.ended_at is None

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has begun with it."""
        return self.ended_at is None and self.started_at is None

    @property
    def is_stopping(self) -> bool:
        """Whether somebody wants it to end."""
        return self.ended_at is None and self.stop_asked_at is not None

    @property
    def has_answer(self) -> bool:
        """Whether something came of it: also the best found until it was stopped."""
        return self.ended_at is not None and not self.trouble
