"""Undo a merge."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.needs.models import Need
from securit.stages.needs.services.merge_need import hold


class CannotSeparateNeed(Refusal):
    """The need it was merged into has gone further since."""

    status = 409


def separate_need(*, need: Need, actor: Actor, at: datetime, intent: str = "") -> Need:
    """Back to where it was before the merge, until the one that was kept is put into a theme.

    Raises :class:`CannotSeparateNeed`.
    """

    def guard(row: Need) -> None:
        if row.merged_into is not None and row.merged_into.state == "grouped":
            raise CannotSeparateNeed(
                _("The need it was merged into is part of a theme by now."),
                code="already_grouped",
                remedy=_("Take that one out of the theme first."),
            )

    kept = need.merged_into.ref if need.merged_into else ""

    def write(row: Need) -> None:
        row.merged_into = None

    back_to = "restore" if need.accepted_at else "separate"
    note = Note(details={"from": kept})
    with transaction.atomic():
        hold(need, *([need.merged_into] if need.merged_into else []))
        return perform(need, back_to, actor=actor, at=at, guards=[guard], write=write, note=note, intent=intent)
