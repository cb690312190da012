"""What is said in the room, and the minutes."""

from __future__ import annotations

import pytest

from securit.kernel.actor import SYSTEM, link_holder
from securit.kernel.refusals import NotAllowed
from securit.stages.challenges.models import Comment
from securit.stages.challenges.public import (
    CannotComment,
    CannotWriteMinutes,
    adopt_minutes,
    close_room,
    say_in_room,
    show_comment,
)
from tests.stages.challenges.refusals import a_refusal
from tests.stages.challenges.rooms import (
    a_phone,
    an_open_room,
)
from tests.worlds import BEFORE, a_programme

pytestmark = pytest.mark.django_db


def test_a_comment_is_read_by_the_room_once_the_host_shows_it() -> None:
    phone = a_phone(an_open_room())
    comment = say_in_room(participant=phone.participant, text=" <b>Yes</b> ", actor=phone.actor, at=BEFORE)
    shown = show_comment(comment=comment, actor=SYSTEM, at=BEFORE)

    assert (comment.state, comment.text, shown.state) == ("received", "<b>Yes</b>", "shown")


@pytest.mark.parametrize(("text", "code"), [("  ", "empty"), ("x" * 501, "too_long")])
def test_a_comment_that_says_nothing_or_too_much_is_refused(text: str, code: str) -> None:
    phone = a_phone(an_open_room())
    with a_refusal(CannotComment, code):
        say_in_room(participant=phone.participant, text=text, actor=phone.actor, at=BEFORE)


def test_nobody_comments_from_outside() -> None:
    phone, other = a_phone(an_open_room()), an_open_room(a_programme("beta"))
    with pytest.raises(NotAllowed):
        say_in_room(participant=phone.participant, text="Yes", actor=link_holder("X", f"room:{other.ref}"), at=BEFORE)

    assert Comment.objects.filter(workshop=other).count() == 0


def test_empty_minutes_are_not_adopted() -> None:
    workshop = close_room(workshop=an_open_room(), actor=SYSTEM, at=BEFORE)
    with a_refusal(CannotWriteMinutes, "empty"):
        adopt_minutes(workshop=workshop, actor=SYSTEM, at=BEFORE)
