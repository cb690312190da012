"""Write many needs down at once, from a table: all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from securit.kernel.actor import Actor
from securit.kernel.perform import create_many
from securit.programmes.public import Partner, Programme
from securit.stages.needs.contracts import Source, WrittenDown
from securit.stages.needs.models import Need, NeedContact
from securit.stages.needs.selectors import domains_of
from securit.stages.needs.services.record_need import contact_of, stated_need

_AT_ONCE = 500


def write_down_needs(
    *,
    programme: Programme,
    needs: Sequence[WrittenDown],
    host: Partner,
    declared_unclassified: bool,
    synthetic: bool = False,
    actor: Actor,
    at: datetime,
) -> list[Need]:
    """Needs that wait for review at once, taken in by ``host``, without a mail to their owners.

    Raises :class:`CannotStateNeed` for the first that is not fit to be stored.
    """
    domains = {domain.code: domain for domain in domains_of(programme)}
    stated = [
        stated_need(
            programme=programme,
            statement=each.statement,
            contact=each.contact,
            domains=domains,
            host=host,
            tlp=each.tlp,
            audience=each.audience,
            declared_unclassified=declared_unclassified,
            source=Source.IMPORT,
            synthetic=synthetic,
            actor=actor,
            at=at,
        )
        for each in needs
    ]
    for need, _whom in stated:
        need.submitted_at = at

    def after(made: list[Need]) -> None:
        rows = [contact_of(need, whom) for need, whom in stated]
        NeedContact.objects.bulk_create(rows, batch_size=_AT_ONCE)

    details = {"source": Source.IMPORT.value, "host": host.code}
    with transaction.atomic():
        made = [need for need, _whom in stated]
        return create_many(made, then=("submit",), details=details, after=after, actor=actor, at=at)
