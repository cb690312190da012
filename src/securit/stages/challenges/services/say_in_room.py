"""Say a few words in the room, and decide which of them the room reads."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import create, perform
from securit.kernel.refusals import Refusal
from securit.stages.challenges.models import Comment, Participant

MOST_CHARACTERS = 500
MOST_EACH = 20


class CannotComment(Refusal):
    """There is nothing in it, it is too long, or the room is not open."""


def say_in_room(*, participant: Participant, text: str, actor: Actor, at: datetime, intent: str = "") -> Comment:
    """A comment that the host reads, and the room once the host shows it. Raises :class:`CannotComment`."""
    said = text.strip()
    if not said:
        raise CannotComment(_("Write a few words first."), code="empty", field="text")
    if len(said) > MOST_CHARACTERS:
        raise CannotComment(
            _("This has %(length)d characters; at most %(most)d are kept.")
            % {"length": len(said), "most": MOST_CHARACTERS},
            code="too_long",
            field="text",
        )

    def fits(comment: Comment) -> None:
        if comment.workshop.state != "open":
            raise CannotComment(_("The room is not open."), code="room_closed", status=409)
        if comment.workshop.comments.filter(participant=participant).count() >= MOST_EACH:
            raise CannotComment(
                _("You have made %(most)d comments; the host reads them.") % {"most": MOST_EACH},
                code="too_many",
                status=409,
            )

    comment = Comment(
        programme_id=participant.programme_id,
        workshop=participant.workshop,
        participant=participant,
        text=said,
        said_at=at,
    )
    return create(comment, actor=actor, at=at, intent=intent, guards=[fits])


def show_comment(*, comment: Comment, actor: Actor, at: datetime, intent: str = "") -> Comment:
    """The whole room reads it."""
    return perform(comment, "show", actor=actor, at=at, intent=intent)


def hide_comment(*, comment: Comment, actor: Actor, at: datetime, intent: str = "") -> Comment:
    """Only the host and the minutes' writers read it."""
    return perform(comment, "hide", actor=actor, at=at, intent=intent)
