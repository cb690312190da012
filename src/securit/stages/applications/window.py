"""When a call takes applications: judged by its dates and the moment of arrival, never by a tick that may be late."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from securit.kernel.refusals import Refusal
from securit.kernel.rules_kept import keeps
from securit.kit.components.status import BRUSSELS
from securit.stages.calls.public import Call

#: The calls whose rules are not out yet.
UNPUBLISHED = ("drafted", "announced")


class Timed(Protocol):
    """An application, as far as its time is concerned: ``deadline_at`` is its own, extra time included."""

    @property
    def call(self) -> Call: ...

    @property
    def deadline_at(self) -> datetime: ...


def require_open(call: Call, at: datetime, refusal: type[Refusal], *, deadline_at: datetime | None = None) -> None:
    """Nothing when the call takes applications at ``at`` (opening included, deadline excluded).

    ``deadline_at`` is the application's own deadline, for one that is begun already. Raises ``refusal`` with the
    sentence otherwise: ``call_not_published``, ``call_cancelled``, ``call_not_open_yet`` or ``deadline_passed``.
    """
    if call.state in UNPUBLISHED:
        raise refusal(_("The call has not been published yet."), code="call_not_published", status=409)
    if call.state != "cancelled" and at < call.opens_at:
        raise refusal(
            _("The call opens on %(moment)s.") % {"moment": brussels(call.opens_at)},
            code="call_not_open_yet",
            remedy=_("Come back then; you can follow the call by e-mail."),
            status=409,
        )
    _require_before(call, deadline_at or call.deadline_at, at, refusal)


def require_not_over(application: Timed, at: datetime, refusal: type[Refusal]) -> None:
    """Nothing before the application's deadline. Raises ``refusal``: ``call_cancelled`` or ``deadline_passed``."""
    _require_before(application.call, application.deadline_at, at, refusal)


@keeps("R-25")
def _require_before(call: Call, deadline_at: datetime, at: datetime, refusal: type[Refusal]) -> None:
    if call.state == "cancelled":
        raise refusal(_("The call was cancelled."), code="call_cancelled", status=409)
    if at >= deadline_at:
        raise refusal(
            _("The deadline has passed: %(deadline)s. This arrived at %(arrived)s.")
            % {"deadline": brussels(deadline_at), "arrived": brussels(at, seconds=True)},
            code="deadline_passed",
            remedy=_("If a fault of the platform kept you from being in time, write to the contact of the programme."),
            status=409,
        )


def brussels(moment: datetime, *, seconds: bool = False) -> str:
    """A moment as sentences and letters name it."""
    shown = date_format(moment.astimezone(BRUSSELS), "j F Y, H:i:s" if seconds else "j F Y, H:i")
    return _("%(moment)s Brussels time") % {"moment": shown}
