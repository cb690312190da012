"""Keep the proof that a call was seen somewhere."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.calls.contracts import Place
from securit.stages.calls.models import Call, Notice

MOST_CHARACTERS = 200


class CannotRecordNotice(Refusal):
    """The notice proves nothing: no such place, no address, in the future, or known already."""


def record_notice(
    *, call: Call, place: str, url: str, seen_at: datetime, actor: Actor, at: datetime, intent: str = ""
) -> Call:
    """Note where and when the call was first seen. The minimum time of a call runs from the later required notice.

    Raises :class:`CannotRecordNotice` naming the field.
    """
    _check(place, url, seen_at, at)

    def is_new(row: Call) -> None:
        if row.notices.filter(place=place, url=url).exists():
            raise CannotRecordNotice(_("This notice is recorded already."), code="known", field="url")

    def write(row: Call) -> None:
        Notice.objects.create(
            programme_id=row.programme_id,
            call=row,
            place=place,
            url=url,
            seen_at=seen_at,
            recorded_by_id=actor.user_id,
        )

    note = Note(details={"place": place, "url": url, "seen_at": seen_at.isoformat()})
    return perform(call, "note_notice", actor=actor, at=at, guards=[is_new], write=write, note=note, intent=intent)


def _check(place: str, url: str, seen_at: datetime, at: datetime) -> None:
    if place not in list(Place):
        raise CannotRecordNotice(_("Choose where the call was seen."), code="unknown_place", field="place")
    try:
        URLValidator(schemes=["http", "https"])(url)
    except ValidationError:
        raise CannotRecordNotice(
            _("This is not a web address."), code="no_address", remedy=_("Begin with https://"), field="url"
        ) from None
    if len(url) > MOST_CHARACTERS:
        raise CannotRecordNotice(
            _("The address has more than %(most)d characters.") % {"most": MOST_CHARACTERS},
            code="too_long",
            field="url",
        )
    if seen_at > at:
        raise CannotRecordNotice(
            _("This moment lies in the future; a notice is recorded once it was seen."),
            code="in_the_future",
            field="seen_at",
        )
