"""What every stage's tables offer: rows of one programme, and rows an actor may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import Q

from securit.kernel.actor import Actor
from securit.kernel.policy import STAFF_ROLES

if TYPE_CHECKING:
    from securit.programmes.models import Programme

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


def staffed_by(actor: Actor, *roles: str, call: str = "") -> Q:
    """Rows on which one of the roles counts for the actor, as the policy reads roles.

    ``call`` is the lookup of the row's call ref: there a role narrowed to one call counts for that call. Without it a
    narrowed role counts nowhere. Roles that need a second factor count only with it.
    """
    held = [h for h in actor.roles if h.role in roles and (actor.strong or h.role not in STAFF_ROLES)]
    found = Q(programme_id__in={h.programme_id for h in held if not h.call_ref})
    if call:
        for narrowed in held:
            if narrowed.call_ref:
                found |= Q(programme_id=narrowed.programme_id, **{call: narrowed.call_ref})
    return found


class ProgrammeQuerySet(models.QuerySet[Row_co]):
    """Begin every query of a stage with :meth:`in_programme` (a law forbids bare ``.all()`` and ``.get()``)."""

    def in_programme(self, programme: Programme) -> Self:
        """Rows of this programme only."""
        return self.filter(programme=programme)

    def visible_to(self, actor: Actor) -> Self:
        """Rows the actor may list; each listed subject overrides it in step with its ``…view`` action."""
        return self.none()
