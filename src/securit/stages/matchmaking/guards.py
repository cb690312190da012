"""What stands in the way of every act between two organisations."""

from __future__ import annotations

from django.utils.translation import gettext as _

from securit.kernel.refusals import Refusal
from securit.stages.matchmaking.introduction_models import Introduction
from securit.stages.matchmaking.profile_models import Profile


class CannotGoOn(Refusal):
    """One of the two profiles is suspended."""

    status = 409


def neither_is_suspended(introduction: Introduction) -> None:
    """Refuse while either side's profile is suspended; what was written stays readable."""
    sides = Profile.objects.in_programme(introduction.programme).filter(
        pk__in=(introduction.asker_id, introduction.asked_id), state="suspended"
    )
    if sides.exists():
        raise CannotGoOn(
            _("One of the two profiles is suspended; until it is listed again nobody writes here."), code="suspended"
        )
