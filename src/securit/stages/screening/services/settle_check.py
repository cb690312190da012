"""A person settles one test by hand, with a reason; the rule's own finding stays beside it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.screening.models import Check, Screening

LONGEST_REASON = 2_000


class CannotSettleCheck(Refusal):
    """The result is unknown, the reason is missing or too long, or nobody in person settles."""


def settle_check(
    *, check: Check, result: str, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> Check:
    """The person's word on one test: ``met`` or ``not_met``; it counts from now on instead of the rule's result.

    ``version`` is the version of the check's page. Raises :class:`CannotSettleCheck`.
    """
    reason = reason.strip()
    if result not in ("met", "not_met"):
        raise CannotSettleCheck(_("Choose whether the test is met or not met."), code="result_unknown", field="result")
    if not reason or len(reason) > LONGEST_REASON:
        sentence = _("Say why, in at most %(most)d characters.") % {"most": LONGEST_REASON}
        raise CannotSettleCheck(sentence, code="reason_missing", field="reason")
    if actor.user_id is None:
        raise CannotSettleCheck(_("Only a person settles a test by hand."), code="not_a_person")

    def write(row: Screening) -> None:
        check.settled_result, check.settled_reason = result, reason
        check.settled_by_id, check.settled_at = actor.user_id, at
        check.save(update_fields=["settled_result", "settled_reason", "settled_by", "settled_at"])

    note = Note(details={"test": check.code, "found": check.result, "settled": result}, reason=reason)
    perform(check.screening, "settle", actor=actor, at=at, write=write, note=note, version=version)
    return check
