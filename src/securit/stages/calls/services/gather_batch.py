"""Make the batch of one cut-off: a call of its own that is closed, under the same rules, for what stood in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.canonical import digest
from securit.kernel.perform import Note, create, perform
from securit.programmes.definition.cut_offs import cut_offs_before_the_deadline
from securit.programmes.public import RoleGrant, give_role, open_account
from securit.stages.calls.models import Call, CallChallenge

LONGEST_CODE = 40
#: What a batch does not take over: it has one deadline, that is over, and no dates of its own beside it.
_LEFT_OUT = ("cut_offs", "gathered_every_days", "per_cut_off", "questions_close_at", "planned_decision_on")


def gather_batch(*, call: Call, cut_off_at: datetime, actor: Actor, at: datetime) -> Call:
    """The batch of that cut-off; made when it is asked for first.

    It is checked, evaluated, ranked and decided like any call. Who has a role for the standing call only has it for
    the batch too. Called within the transaction that moves the applications.
    """
    with transaction.atomic():
        Call.objects.select_for_update().filter(pk=call.pk).values_list("pk", flat=True).get()
        found = Call.objects.filter(batch_of=call, deadline_at=cut_off_at).select_related("programme").first()
        return found or _made(call, cut_off_at, actor, at)


def _made(call: Call, cut_off_at: datetime, actor: Actor, at: datetime) -> Call:
    data = _definition(call, cut_off_at)
    sha256 = digest(data)
    batch = Call(
        programme=call.programme,
        code=data["code"],
        title=data["title"],
        definition=data,
        definition_sha256=sha256,
        opens_at=_begins(call, cut_off_at),
        deadline_at=cut_off_at,
        budget_cents=call.budget_cents if call.terms.per_cut_off_cents is None else call.terms.per_cut_off_cents,
        batch_of=call,
    )
    details = {"standing": call.ref, "cut_off": cut_off_at.isoformat(), "definition": sha256}
    batch = create(batch, actor=actor, at=at, note=Note(details=details), after=_with_challenges)

    def write(row: Call) -> None:
        row.published_at, row.frozen_sha256 = call.published_at, row.definition_sha256
        open_account(row.programme, "call", row.ref, limit_cents=row.budget_cents)

    batch = perform(batch, "gather", actor=actor, at=at, write=write, note=Note(details=details))
    held = RoleGrant.objects.filter(programme=call.programme, call_ref=call.ref, state="given").order_by("id")
    for grant in held.select_related("user"):
        give_role(programme=call.programme, user=grant.user, role=grant.role, actor=actor, at=at, call_ref=batch.ref)
    return batch


def _with_challenges(batch: Call) -> None:
    assert batch.batch_of is not None
    links = batch.batch_of.addressed.order_by("id")
    CallChallenge.objects.bulk_create(
        CallChallenge(programme=batch.programme, call=batch, challenge_id=link.challenge_id) for link in links
    )


def _definition(call: Call, cut_off_at: datetime) -> dict[str, Any]:
    """The rules of the standing call, with the name and the dates of the cut-off."""
    day = cut_off_at.astimezone(ZoneInfo(call.programme.terms.time_zone))
    suffix = f"-{day:%Y-%m-%d}"
    title = _("%(call)s, cut-off %(day)s") % {"call": call.title, "day": date_format(day, "j F Y")}
    kept = {key: value for key, value in call.definition.items() if key not in _LEFT_OUT}
    return {
        **kept,
        "code": call.code[: LONGEST_CODE - len(suffix)] + suffix,
        "title": title[:300],
        "mode": "dated",
        "opens_at": _begins(call, cut_off_at).isoformat(),
        "deadline_at": cut_off_at.isoformat(),
    }


def _begins(call: Call, cut_off_at: datetime) -> datetime:
    """The cut-off before, or the opening of the call."""
    zone = ZoneInfo(call.programme.terms.time_zone)
    earlier = [moment for moment in cut_offs_before_the_deadline(call.terms, zone) if moment < cut_off_at]
    return earlier[-1] if earlier else call.opens_at
