"""Put an accepted need into a theme."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.needs.models import Need, Theme


class CannotGroupNeed(Refusal):
    """The theme belongs to another programme or domain."""


def group_need(*, need: Need, theme: Theme, actor: Actor, at: datetime, intent: str = "", advice_ref: str = "") -> Need:
    """From accepted to grouped; ``advice_ref`` names the recommendation followed. Raises :class:`CannotGroupNeed`."""

    def guard(row: Need) -> None:
        if theme.programme_id != row.programme_id or theme.domain.code not in row.domains:
            raise CannotGroupNeed(
                _("A theme groups needs of its own domain."),
                code="other_domain",
                remedy=_("Choose a theme of one of the need's domains, or add the domain to the need."),
                field="theme",
            )

    def write(row: Need) -> None:
        row.theme = theme

    note = Note(details={"theme": theme.ref}, advice=advice_ref)
    return perform(need, "group", actor=actor, at=at, guards=[guard], write=write, note=note, intent=intent)
