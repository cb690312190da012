"""Name a theme and put the first needs into it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from securit.kernel.actor import Actor
from securit.programmes.public import Programme
from securit.stages.needs.models import Need, Theme
from securit.stages.needs.services.draft_theme import draft_theme
from securit.stages.needs.services.group_need import group_need


def begin_theme(
    *,
    programme: Programme,
    domain: str,
    title: str,
    summary: str,
    needs: Sequence[Need],
    actor: Actor,
    at: datetime,
    synthetic: bool = False,
    intent: str = "",
) -> Theme:
    """All or nothing. Raises :class:`CannotNameTheme`, :class:`CannotGroupNeed` and what grouping one need raises."""
    with transaction.atomic():
        theme = draft_theme(
            programme=programme,
            domain=domain,
            title=title,
            summary=summary,
            synthetic=synthetic,
            actor=actor,
            at=at,
            intent=intent,
        )
        if not theme.repeated:
            for need in sorted(needs, key=lambda each: each.pk):
                group_need(need=need, theme=theme, actor=actor, at=at)
        return theme
