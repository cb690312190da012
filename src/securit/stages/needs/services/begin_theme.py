"""Name a theme and put the first needs into it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from securit.kernel.actor import Actor
from securit.kernel.canonical import Json
from securit.programmes.public import Programme
from securit.stages.needs.advice import keep_advice, keep_decision
from securit.stages.needs.engines import Advice
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
    advice: Advice | None = None,
) -> Theme:
    """All or nothing. ``advice`` is what the engine said of the needs of the domain; it is kept beside the act.

    Raises :class:`CannotNameTheme`, :class:`CannotGroupNeed` and what grouping one need raises."""
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
        if theme.repeated:
            return theme
        refs = sorted(need.ref for need in needs)
        kept = keep_advice(advice, programme=programme, about=theme, at=at) if advice else None
        for need in sorted(needs, key=lambda each: each.pk):
            group_need(need=need, theme=theme, actor=actor, at=at, advice_ref=kept.ref if kept else "")
        if advice is not None:
            content: dict[str, Json] = {"needs": list(refs), "as_proposed": advice.has_theme_of(refs)}
            keep_decision(
                "begin_theme", programme=programme, about=theme, reason=theme.summary or theme.title, content=content,
                advice=kept, actor=actor, at=at,
            )  # fmt: skip
        return theme
