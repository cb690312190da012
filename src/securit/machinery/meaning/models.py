"""The table of vectors: it holds nothing that cannot be worked out again from the texts."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from securit.machinery.search.encoder import WIDTH

BYTES = 4 * WIDTH


class TextVectorQuerySet(models.QuerySet["TextVector"]):
    """Reads of vectors."""

    def in_programme(self, programme_id: Any) -> TextVectorQuerySet:
        """The vectors of one programme's texts."""
        return self.filter(programme_id=programme_id)


class TextVector(models.Model):
    """The meaning of one text as 384 numbers (32 bits, little-endian), by the model of that name.

    ``digest`` is the SHA-256 of the text, which is not kept. A vector says roughly what its text is about: it is
    personal data where the text is, serves comparison alone, and is removed in the minute after the text has gone.
    """

    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="+")
    model = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    vector = models.BinaryField(max_length=BYTES)

    objects = TextVectorQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "model", "digest"], name="text_vector_once"),
            models.CheckConstraint(condition=Exact(Length("digest"), 64), name="text_vector_digest_is_one"),
            models.CheckConstraint(condition=Exact(Length("vector"), BYTES), name="text_vector_is_whole"),
        ]

    def __str__(self) -> str:
        return self.digest
