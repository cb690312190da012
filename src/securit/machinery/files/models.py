"""The table of files. Bytes live in the store; a row names them and says who brought them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from securit.kernel.refs import new_ref


class FileQuerySet(models.QuerySet["File"]):
    """Reads of files."""

    def in_programme(self, programme: Any) -> FileQuerySet:
        """The files of one programme."""
        return self.filter(programme=programme)


class File(models.Model):
    """One uploaded or generated file. ``name`` is for display only; ``sha256`` names the bytes."""

    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="+")
    ref = models.CharField(max_length=10, unique=True, default=new_ref, editable=False)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_at = models.DateTimeField()
    scanned_at = models.DateTimeField(null=True, blank=True)

    objects = FileQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["programme", "sha256"], name="file_by_content")]
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="file_is_not_empty"),
            models.CheckConstraint(condition=~Q(name=""), name="file_has_a_name"),
            models.CheckConstraint(condition=Exact(Length("sha256"), 64), name="file_sha256_is_a_digest"),
        ]

    def __str__(self) -> str:
        return self.name
