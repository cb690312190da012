"""Move the demonstration to a later moment: what falls due on the way happens as it would have."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel import clock
from securit.kernel.actor import Actor
from securit.kernel.audit import trail
from securit.kernel.outbox import worker
from securit.kernel.refusals import Refusal
from securit.programmes.public import Programme

#: The clock's shift is whole seconds; one more, so that nothing due at the moment itself is left behind.
_WHOLE_SECOND = timedelta(seconds=1)


class CannotMoveClock(Refusal):
    """The demonstration goes forward only, and not beyond the last programme."""


def move_the_clock(*, to: datetime, actor: Actor, at: datetime) -> datetime:
    """Set the demonstration's time to ``to``, note it in every programme's trail, and run the worker's ticks once.

    Raises :class:`CannotMoveClock` for a moment before ``at``, and ``ValueError`` in production.
    """
    if to <= at:
        raise CannotMoveClock(
            _("The demonstration’s date moves forward only."),
            code="backwards",
            field="to",
            remedy=_("Choose a later moment, or start the demonstration again at an earlier stage."),
        )
    with transaction.atomic():
        programmes = list(Programme.objects.select_for_update().order_by("id"))
        last = max((programme.ends_on for programme in programmes), default=to.date())
        if to.date() > last:
            raise CannotMoveClock(
                _("No programme here lasts until then."), code="after_the_end", field="to", remedy=str(last)
            )
        clock.set_now(to + _WHOLE_SECOND)
        for programme in programmes:
            trail.append(
                f"programme:{programme.ref}",
                {
                    "act": "demo.move_clock",
                    "subject_kind": "programme",
                    "subject_ref": programme.ref,
                    "from_state": programme.state,
                    "to_state": programme.state,
                    "allowed_by": "demo",
                },
                actor=actor,
                at=at,
                details={"to": to.isoformat()},
            )
    worker.run_once(force=True)
    return to
