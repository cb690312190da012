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


def group_need(*, need: Need, theme: Theme, actor: Actor, at: datetime, intent: str = "") -> Need:
    """From accepted to grouped. Raises :class:`CannotGroupNeed`."""

    def guard(row: Need) -> None:
        if (theme.programme_id, theme.domain_id) != (row.programme_id, row.domain_id):
            raise CannotGroupNeed(
                _("A theme groups needs of its own domain."),
                code="other_domain",
                remedy=_("Choose a theme of the need's domain, or change the domain of the need."),
                field="theme",
            )

    def write(row: Need) -> None:
        row.theme = theme

    note = Note(details={"theme": theme.ref})
    return perform(need, "group", actor=actor, at=at, guards=[guard], write=write, note=note, intent=intent)
