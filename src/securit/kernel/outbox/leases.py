"""Named locks in the database."""

from __future__ import annotations

from securit.kernel.outbox.models import Lease


def lock_row(name: str) -> Lease:
    """The row of that name, locked until the end of the transaction (made on first use)."""
    locked = Lease.objects.select_for_update().filter(name=name)
    if (known := locked.first()) is not None:
        return known
    Lease.objects.get_or_create(name=name)
    return locked.get()
