"""The owner takes a need back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from securit.kernel.actor import SYSTEM, Actor
from securit.kernel.perform import Note, perform
from securit.stages.needs.letters import mail_withdrawn
from securit.stages.needs.models import Need
from securit.stages.needs.selectors import merged_here
from securit.stages.needs.services.merge_need import hold
from securit.stages.needs.services.separate_need import separate_need


def withdraw_need(*, need: Need, actor: Actor, at: datetime, intent: str = "", version: int | None = None) -> Need:
    """From any state to withdrawn, for good: it leaves the public pages, the demand analysis and its theme.

    Needs that were merged into it stand on their own again. Its words stay in the file of its host until they are
    erased (:mod:`.erase_words`); a challenge that came from it keeps its own words.
    """
    left = {"state": need.state}
    if need.theme:
        left["theme"] = need.theme.ref
    if need.merged_into:
        left["merged_into"] = need.merged_into.ref

    def write(row: Need) -> None:
        row.withdrawn_at = at
        row.theme = row.merged_into = None
        mail_withdrawn(row, at)

    with transaction.atomic():
        joined = list(merged_here(need))
        hold(need, *joined)
        gone = perform(
            need, "withdraw", actor=actor, at=at, write=write, note=Note(details=left), intent=intent, version=version
        )
        if not gone.repeated:
            for other in joined:
                separate_need(need=other, actor=SYSTEM, at=at)
        return gone
