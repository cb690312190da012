"""Load the EU sanctions list of a day: the names replace those loaded before, the record of each loading stays."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, create
from securit.kernel.refusals import Refusal
from securit.programmes.public import Programme
from securit.stages.screening.eu_list import ListedEntry, NotTheList, read_list
from securit.stages.screening.models import ListedName, SanctionsList

MOST_BYTES = 50 * 1024 * 1024
MOST_NAMES = 90_000
_AT_ONCE = 2_000


class CannotLoadList(Refusal):
    """The file is not the list that the Commission publishes, too large, or older than what is loaded."""


def load_sanctions_list(
    *, programme: Programme, file: Any, actor: Actor, at: datetime, intent: str = "", synthetic: bool = False
) -> SanctionsList:
    """The record of this loading, with its day, digest and number of entries. Checks already open stay as they are.

    Raises :class:`CannotLoadList` at the field ``file``.
    """
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise CannotLoadList(_("This file has more than 50 MiB."), code="too_large", field="file", status=413)
    try:
        published = read_list(content)
    except NotTheList as problem:
        raise CannotLoadList(str(problem), code="not_the_list", field="file", status=422) from problem
    rows = [row for entry in published.entries for row in _rows(programme, entry)]
    if len(rows) > MOST_NAMES:
        said = _("The list has %(count)d names; at most %(most)d can be compared.")
        raise CannotLoadList(said % {"count": len(rows), "most": MOST_NAMES}, code="too_many", field="file", status=422)
    record = SanctionsList(
        programme=programme,
        generated_on=published.generated_on,
        sha256=hashlib.sha256(content).hexdigest(),
        entries=len(published.entries),
        loaded_at=at,
        loaded_by_id=actor.user_id,
        synthetic=synthetic,
    )

    def newer(new: SanctionsList) -> None:
        last = SanctionsList.objects.in_programme(programme).order_by("-id").first()
        if last is not None and last.generated_on.isoformat() > published.generated_on:
            said = _("The list of %(day)s is loaded already; this one is older.") % {"day": last.generated_on}
            raise CannotLoadList(said, code="older", field="file", status=409)

    def replace_names(stored: SanctionsList) -> None:
        ListedName.objects.in_programme(programme).delete()
        for row in rows:
            row.sanctions_list = stored
        ListedName.objects.bulk_create(rows, batch_size=_AT_ONCE)

    note = Note(details={"sha256": record.sha256, "generated_on": published.generated_on, "entries": record.entries})
    return create(record, actor=actor, at=at, intent=intent, note=note, guards=[newer], after=replace_names)


def _rows(programme: Programme, entry: ListedEntry) -> list[ListedName]:
    return [
        ListedName(
            programme=programme,
            reference=entry.reference,
            regime=entry.regime,
            is_person=entry.is_person,
            name=name,
        )
        for name in entry.names
    ]
