"""Stop an import that the worker has not finished; nothing of it is here."""

from __future__ import annotations

from datetime import datetime

from securit.kernel.actor import Actor
from securit.kernel.perform import perform
from securit.machinery.tabular.incoming.models import IncomingTable


def stop_taking(
    *, record: IncomingTable, because: str = "", actor: Actor, at: datetime, intent: str = ""
) -> IncomingTable:
    """Back to where rows are chosen; ``because`` is shown there."""

    def write(row: IncomingTable) -> None:
        row.chosen, row.returned_because = {}, because

    return perform(record, "give_back", actor=actor, at=at, write=write, intent=intent)
