"""A person settles one test by hand, with a reason; the rule's own finding stays beside it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.kernel.rules_kept import keeps
from securit.stages.screening.models import Check, Screening

LONGEST_REASON = 2_000
OPEN = "open"
#: So many have to find the same where the call asks two people.
MINDS = 2


class CannotSettleCheck(Refusal):
    """The result is unknown, the reason is missing or too long, or nobody in person settles."""


def settle_check(
    *, check: Check, result: str, reason: str, actor: Actor, at: datetime, version: int | None = None, intent: str = ""
) -> Check:
    """The person's word on one test: ``met`` or ``not_met``; it counts from now on instead of the rule's result.

    ``open`` takes the word back: the rule's own finding counts again. Where the call asks two people, a word counts
    once two have said the same; a third one decides between two that differ. ``version`` is the version of the check's
    page. Raises :class:`CannotSettleCheck`.
    """
    reason = reason.strip()
    if result not in ("met", "not_met", OPEN):
        raise CannotSettleCheck(_("Choose whether the test is met or not met."), code="result_unknown", field="result")
    if not reason or len(reason) > LONGEST_REASON:
        sentence = _("Say why, in at most %(most)d characters.") % {"most": LONGEST_REASON}
        raise CannotSettleCheck(sentence, code="reason_missing", field="reason")
    if actor.user_id is None:
        raise CannotSettleCheck(_("Only a person settles a test by hand."), code="not_a_person")

    def write(row: Screening) -> None:
        if result == OPEN:
            check.looks.filter(person=actor.user_id).delete()  # where two look, each takes back only their own word
            _settle(check, "", "", None, None)
        elif _waits_for_another(row, check, result, reason, actor, at) is None:
            _settle(check, result, reason, actor.user_id, at)

    note = Note(details={"test": check.code, "found": check.result, "settled": result}, reason=reason)
    perform(check.screening, "settle", actor=actor, at=at, write=write, note=note, version=version, intent=intent)
    return check


def _settle(check: Check, result: str, reason: str, person: int | None, at: datetime | None) -> None:
    check.settled_result, check.settled_reason = result, reason
    check.settled_by_id, check.settled_at = person, at
    check.save(update_fields=["settled_result", "settled_reason", "settled_by", "settled_at"])


@keeps("R-27")
def _waits_for_another(
    row: Screening, check: Check, result: str, reason: str, actor: Actor, at: datetime
) -> bool | None:
    """Where the call asks two: keep what this person found; ``True`` while no second one has found the same."""
    if not row.application.call.terms.checks_need_two:
        return None
    said = {"result": result, "reason": reason, "looked_at": at, "programme_id": check.programme_id}
    check.looks.update_or_create(person_id=actor.user_id, defaults=said)
    if check.looks.filter(result=result).count() >= MINDS:
        return None
    if check.looks.filter(result=check.settled_result).count() < MINDS:
        _settle(check, "", "", None, None)
    return True
