"""Write a need down for somebody: a member of staff, after a call or a workshop; an importer, row by row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.programmes.public import Partner, Programme
from securit.stages.needs.contracts import ContactDetails, Source, Statement
from securit.stages.needs.models import Need
from securit.stages.needs.selectors import host_for
from securit.stages.needs.services.record_need import record_need


def write_down_need(
    *,
    programme: Programme,
    statement: Statement,
    contact: ContactDetails,
    actor: Actor,
    at: datetime,
    host: Partner | None = None,
    tlp: str = "clear",
    audience: Mapping[str, int] | None = None,
    declared_unclassified: bool = False,
    source: str = Source.DESK,
    synthetic: bool = False,
    intent: str = "",
) -> Need:
    """A need that waits for review at once, without a mail to its owner; the writer's own partner is its host.

    Raises :class:`CannotStateNeed` naming the field.
    """
    with transaction.atomic():
        need = record_need(
            programme=programme,
            statement=statement,
            contact=contact,
            host=host or host_for(programme, actor),
            tlp=tlp,
            audience=audience,
            declared_unclassified=declared_unclassified,
            source=source,
            synthetic=synthetic,
            actor=actor,
            at=at,
            intent=intent,
        )
        if need.state != "drafted":
            return need

        def write(row: Need) -> None:
            row.submitted_at = at

        return perform(need, "submit", actor=actor, at=at, write=write, note=Note(details={"source": source}))
