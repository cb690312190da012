"""Named locks in the database."""

from __future__ import annotations

from securit.kernel.outbox.models import Lease


def lock_row(name: str) -> Lease:
    """The row of that name, locked until the end of the transaction (made on first use)."""
    Lease.objects.get_or_create(name=name)
    return Lease.objects.select_for_update().get(name=name)
