"""The money of an award in the ledger: set aside on the programme, the call, the instrument and every recipient."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.programmes.public import CannotPost, Movement, open_account, post
from securit.stages.calls.public import Call
from securit.stages.selection.departures import CannotAdoptRanking
from securit.stages.selection.models import Award
from securit.stages.selection.selectors import room_of

LONGEST_KEY = 40


def reserve(award: Award, content: Mapping[str, Any], call: Call, *, actor: Actor, at: datetime) -> None:
    """Set the money of a funded award aside, once. Raises :class:`CannotAdoptRanking` where a limit stands in the way.

    ``content`` is that of the version that counts.
    """
    try:
        post(_movements(award, content, call, 1), act="reserve", cause=f"award:{award.ref}", actor=actor, at=at)
    except CannotPost as refusal:
        raise CannotAdoptRanking(
            _("%(number)s cannot be funded: %(why)s")
            % {"number": content["number"], "why": _in_words(str(refusal.sentence), content, call)},
            code=refusal.code,
            remedy=_("Put it on the reserve list, with the reason, or compute the ranking again."),
            status=409,
        ) from None


def release(award: Award, content: Mapping[str, Any], call: Call, *, actor: Actor, at: datetime) -> None:
    """Give back, once, what :func:`reserve` set aside."""
    post(_movements(award, content, call, -1), act="release", cause=f"award:{award.ref}", actor=actor, at=at)


def freeze(call: Call, cents: int, *, cause: str, actor: Actor, at: datetime) -> int:
    """Set aside as much of the amount as the call still has, until a review is closed; what was set aside."""
    left = min(cents, room_of(call).budget_cents)
    if left:
        post(_frozen(call, left), act="freeze", cause=cause, actor=actor, at=at)
    return left


def thaw(call: Call, cents: int, *, cause: str, actor: Actor, at: datetime) -> None:
    """Give back, once, what :func:`freeze` set aside."""
    if cents:
        post(_frozen(call, -cents), act="thaw", cause=cause, actor=actor, at=at)


def _frozen(call: Call, cents: int) -> list[Movement]:
    programme = call.programme
    accounts = [
        open_account(programme, "programme", programme.ref, limit_cents=programme.budget_cents),
        open_account(programme, "call", call.ref, limit_cents=call.budget_cents),
    ]
    return [Movement(account, reserved_cents=cents) for account in accounts]


def _movements(award: Award, content: Mapping[str, Any], call: Call, sign: int) -> list[Movement]:
    programme, terms = call.programme, call.programme.terms
    cumulative = terms.ceiling.scope == "recipient_in_programme"
    amount, purse = award.amount_cents, call.batch_of or call
    envelopes = {e.instrument: e.amount_cents for e in call.terms.envelopes if e.instrument and not e.domain}
    instrument = content["instrument"]
    accounts = [
        (open_account(programme, "programme", programme.ref, limit_cents=programme.budget_cents), amount),
        (open_account(programme, "call", purse.ref, limit_cents=purse.budget_cents), amount),
    ]
    if purse is not call:  # a cut-off spends the money of its standing call, and its own share of it at most
        accounts.append((open_account(programme, "call", call.ref, limit_cents=call.budget_cents), amount))
    if instrument:
        key = instrument_key(purse, instrument)
        limit = envelopes.get(instrument)
        accounts.append((open_account(programme, "instrument", key, limit_cents=limit), amount))
    ceiling = terms.ceiling.amount_cents if cumulative else None
    for ref, share in _shares(content).items():
        accounts.append((open_account(programme, "entity", ref, limit_cents=ceiling), share))
    return [Movement(account, reserved_cents=sign * cents) for account, cents in accounts]


def instrument_key(call: Call, instrument: str) -> str:
    """The key of the ledger account of one instrument of a call; long codes are shortened by their digest."""
    key = f"{call.ref}:{instrument}"
    return key if len(key) <= LONGEST_KEY else f"{call.ref}:{sha256(instrument.encode()).hexdigest()[:28]}"


def _shares(content: Mapping[str, Any]) -> Counter[str]:
    shares: Counter[str] = Counter()
    for member in content["members"]:
        shares[member["organisation"]["ref"]] += member["grant_cents"]
    return shares


def _in_words(sentence: str, content: Mapping[str, Any], call: Call) -> str:
    for member in content["members"]:
        sentence = sentence.replace(f"entity:{member['organisation']['ref']}", member["legal_name"])
    for one in filter(None, (call, call.batch_of)):
        sentence = sentence.replace(f"call:{one.ref}", _("The budget of the call"))
    return sentence.replace(f"programme:{call.programme.ref}", _("The budget of the programme"))
