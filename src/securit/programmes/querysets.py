"""What every stage's tables offer: rows of one programme, and rows an actor may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models

from securit.kernel.actor import Actor

if TYPE_CHECKING:
    from securit.programmes.models import Programme

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class ProgrammeQuerySet(models.QuerySet[Row_co]):
    """Begin every query of a stage with :meth:`in_programme` (a law forbids bare ``.all()`` and ``.get()``)."""

    def in_programme(self, programme: Programme) -> Self:
        """Rows of this programme only."""
        return self.filter(programme=programme)

    def visible_to(self, actor: Actor) -> Self:
        """Rows the actor may list; each listed subject overrides it in step with its ``…view`` action."""
        return self.none()
