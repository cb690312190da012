"""Every mail the platform writes, so that a person can see what was sent, and the outbox can be previewed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from securit.kernel.refs import new_ref


class Mail(models.Model):
    """One mail to one recipient. Personal data: address and text; purpose: correspondence; kept with the programme.

    Where its recipient had it erased, both are empty.
    """

    ref = models.CharField(max_length=10, unique=True, default=new_ref, editable=False)
    programme = models.ForeignKey("programmes.Programme", null=True, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=120, unique=True)
    to = models.EmailField(blank=True)
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-queued_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(sent_at__gte=F("queued_at")), name="mail_sent_after_queued"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"
