"""The only ledger: append-only entries, and totals that change in the same transaction.

Accounts are locked in id order; the totals move by ``F()``; the CHECKs of the table hold budget and ceilings, so no
two people can spend the same euro. A cause posts once per account and act.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from securit import money
from securit.kernel.actor import Actor
from securit.kernel.refusals import Refusal
from securit.programmes.models import Account, LedgerEntry, Programme


class CannotPost(Refusal):
    """The movement would break a budget, an envelope or a ceiling, or take back what is not there."""

    status = 409


@dataclass(frozen=True, slots=True)
class Movement:
    """A change of one account: ``reserved`` and ``committed`` may be negative (a release)."""

    account: Account
    reserved_cents: int = 0
    committed_cents: int = 0
    paid_cents: int = 0


def open_account(programme: Programme, scope: str, key: str, *, limit_cents: int | None) -> Account:
    """The account of that scope (programme, call, instrument, entity) and key; its limit is set when it is made."""
    account, _made = Account.objects.get_or_create(
        programme=programme, scope=scope, key=key, defaults={"limit_cents": limit_cents}
    )
    return account


def post(movements: Iterable[Movement], *, act: str, cause: str, actor: Actor, at: datetime) -> None:
    """Write entries and move totals, all or none. ``cause`` is a subject's ``kind:ref``.

    Movements of one account are added up. A cause that was posted before under the same act changes nothing. Raises
    :class:`CannotPost`.
    """
    wanted = _one_per_account(movements)
    with transaction.atomic():
        list(Account.objects.select_for_update().filter(pk__in=[m.account.pk for m in wanted]).order_by("pk"))
        for movement in wanted:
            if LedgerEntry.objects.filter(account=movement.account, cause=cause, act=act).exists():
                continue
            _move(movement, act, cause, actor, at)


def _one_per_account(movements: Iterable[Movement]) -> list[Movement]:
    added: dict[int, Movement] = {}
    for m in movements:
        before = added.get(m.account.pk, Movement(m.account))
        added[m.account.pk] = Movement(
            m.account,
            before.reserved_cents + m.reserved_cents,
            before.committed_cents + m.committed_cents,
            before.paid_cents + m.paid_cents,
        )
    return [added[pk] for pk in sorted(added)]


def _move(movement: Movement, act: str, cause: str, actor: Actor, at: datetime) -> None:
    account = movement.account
    try:
        with transaction.atomic():
            Account.objects.filter(pk=account.pk).update(
                reserved_cents=F("reserved_cents") + movement.reserved_cents,
                committed_cents=F("committed_cents") + movement.committed_cents,
                paid_cents=F("paid_cents") + movement.paid_cents,
            )
    except IntegrityError:
        account.refresh_from_db()
        raise CannotPost(
            _("%(account)s would pass its limit of %(limit)s (%(used)s are used).")
            % {
                "account": account,
                "limit": money.euros(account.limit_cents or 0),
                "used": money.euros(account.reserved_cents + account.committed_cents),
            },
            code="over_limit",
            remedy=_("Reduce the amount, or release what is reserved elsewhere."),
        ) from None
    LedgerEntry.objects.create(
        programme_id=account.programme_id,
        account=account,
        act=act,
        reserved_cents=movement.reserved_cents,
        committed_cents=movement.committed_cents,
        paid_cents=movement.paid_cents,
        cause=cause,
        at=at,
        actor_ref=actor.ref,
    )


def accounts_that_do_not_add_up() -> list[Account]:
    """Accounts whose totals differ from the sum of their entries (the nightly re-sum; must be empty)."""
    summed = Account.objects.annotate(
        r=Sum("entries__reserved_cents", default=0),
        c=Sum("entries__committed_cents", default=0),
        p=Sum("entries__paid_cents", default=0),
    ).order_by("pk")
    return [a for a in summed if (a.r, a.c, a.p) != (a.reserved_cents, a.committed_cents, a.paid_cents)]
