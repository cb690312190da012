"""Write the minutes of a workshop, and adopt them."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.canonical import digest
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.challenges.models import Workshop

MOST_CHARACTERS = 60_000


class CannotWriteMinutes(Refusal):
    """There is nothing in them, or too much."""


def write_minutes(
    *, workshop: Workshop, text: str, actor: Actor, at: datetime, intent: str = "", version: int | None = None
) -> Workshop:
    """Keep the text (Markdown) as it stands now. Raises :class:`CannotWriteMinutes`."""
    words = text.replace("\r\n", "\n").strip()
    if not words:
        raise CannotWriteMinutes(_("The minutes are empty."), code="empty", field="text")
    if len(words) > MOST_CHARACTERS:
        raise CannotWriteMinutes(
            _("At most %(most)d characters are kept.") % {"most": MOST_CHARACTERS}, code="too_long", field="text"
        )

    def write(row: Workshop) -> None:
        row.minutes = words

    note = Note(details={"minutes_sha256": digest(words)})
    return perform(
        workshop, "write_minutes", actor=actor, at=at, write=write, note=note, intent=intent, version=version
    )


def adopt_minutes(*, workshop: Workshop, actor: Actor, at: datetime, intent: str = "") -> Workshop:
    """From held to minuted: everybody who may read the workshop reads them. Raises :class:`CannotWriteMinutes`."""

    def are_written(row: Workshop) -> None:
        if not row.minutes:
            raise CannotWriteMinutes(_("No minutes are written yet."), code="empty", status=409)

    def write(row: Workshop) -> None:
        row.minuted_at = at

    return perform(workshop, "minute", actor=actor, at=at, guards=[are_written], write=write, intent=intent)


def rework_minutes(*, workshop: Workshop, actor: Actor, at: datetime, intent: str = "") -> Workshop:
    """Take adopted minutes back for a correction."""
    return perform(workshop, "rework", actor=actor, at=at, intent=intent)
