"""A Recommendation is an engine's outcome with the digest of its input; a Decision is a named person's act."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from securit.kernel.db.json_on_demand import JsonOnDemand
from securit.kernel.refs import new_ref


class Recommendation(models.Model):
    """Stored so that it can be re-run: problem, rule, seed and version give the same outcome, digest for digest."""

    ref = models.CharField(max_length=10, unique=True, default=new_ref, editable=False)
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=60)
    engine = models.CharField(max_length=40)
    rule = models.CharField(max_length=40)
    seed = models.BigIntegerField(default=0)
    problem = JsonOnDemand()
    problem_sha256 = models.CharField(max_length=64)
    outcome = JsonOnDemand()
    outcome_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["programme", "about"], name="recommendation_about")]

    def __str__(self) -> str:
        return f"{self.engine}.{self.rule} about {self.about}"


class Decision(models.Model):
    """What a person decided, with the reason; the second name stands where four eyes are asked for."""

    ref = models.CharField(max_length=10, unique=True, default=new_ref, editable=False)
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=60)
    what = models.CharField(max_length=40)
    reason = models.TextField()
    content = models.JSONField(default=dict)
    content_sha256 = models.CharField(max_length=64)
    recommendation = models.ForeignKey(Recommendation, null=True, on_delete=models.PROTECT, related_name="decisions")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    seconded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    seconded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="decision_has_reason"),
            models.CheckConstraint(
                condition=Q(seconded_by__isnull=True) | ~Q(seconded_by=F("decided_by")), name="decision_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(seconded_by__isnull=True, seconded_at__isnull=True)
                | Q(seconded_by__isnull=False, seconded_at__isnull=False),
                name="decision_seconded_with_time",
            ),
        ]
        indexes = [models.Index(fields=["programme", "about"], name="decision_about")]

    def __str__(self) -> str:
        return f"{self.what} about {self.about}"
