"""The owner's choice: who sees which field, and the label of the whole."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.stages.needs.checking import choice_problems, first_raised
from securit.stages.needs.models import Need


def choose_audience(
    *,
    need: Need,
    tlp: str,
    audience: Mapping[str, int],
    actor: Actor,
    at: datetime,
    intent: str = "",
    version: int | None = None,
) -> Need:
    """Replace the choice for the fields given; possible at any time, also after acceptance.

    Raises :class:`CannotStateNeed` naming the field.
    """
    first_raised(choice_problems(tlp, audience))

    def write(row: Need) -> None:
        row.tlp = tlp
        row.audience = {**row.audience, **audience}

    note = Note(details={"tlp": tlp, "audience": dict(audience)})
    return perform(need, "choose_audience", actor=actor, at=at, write=write, note=note, intent=intent, version=version)
