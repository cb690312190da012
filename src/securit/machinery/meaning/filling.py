"""The worker's round: vectors for texts that have none, none for texts that have gone.

Only the worker declares it (:func:`declare`, called by its command), so no web process ever loads the model.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from django.db import transaction

from securit.kernel.outbox import registry
from securit.machinery.meaning.models import TextVector
from securit.machinery.meaning.sources import sources
from securit.machinery.meaning.vectors import digest_of
from securit.machinery.search import Embeds, embedder
from securit.machinery.search.encoder import NAME

EVERY = timedelta(seconds=15)
#: Texts worked out in one round: about ten seconds of one core at the most, so that mail does not wait longer.
MOST_AT_ONCE = 256
_DELETED_AT_A_TIME = 500
_settled: dict[str, object] = {}


def declare() -> None:
    """Have this process fill the table."""
    registry.tick("meaning.fill", every=EVERY)(fill)


def fill(at: datetime) -> None:
    """One round with the shipped model, where it can be loaded; nothing where no text has changed since the last."""
    marks = {source.name: source.mark() for source in sources()}
    if marks == _settled:
        return
    model = embedder()
    if model is None or fill_with(model):
        _settled.clear()
        _settled.update(marks)


def fill_with(model: Embeds, *, most: int = MOST_AT_ONCE) -> bool:
    """Forget what has gone and work out at most so many texts; whether none is left."""
    missing, gone = _difference()
    for start in range(0, len(gone), _DELETED_AT_A_TIME):
        TextVector.objects.filter(pk__in=gone[start : start + _DELETED_AT_A_TIME]).delete()
    todo = missing[:most]
    rows = model.embed([text for _programme, text in todo])
    made = [
        TextVector(programme_id=programme_id, model=NAME, digest=digest_of(text), vector=row.astype("<f4").tobytes())
        for (programme_id, text), row in zip(todo, rows, strict=True)
    ]
    with transaction.atomic():
        TextVector.objects.bulk_create(made, ignore_conflicts=True)
    return len(todo) == len(missing)


def _difference() -> tuple[list[tuple[int, str]], list[int]]:
    """Texts without a vector, each once, and the keys of rows whose text or model is no longer there."""
    wanted: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for source in sources():
        for programme_id, text in source.texts():
            if text.strip():
                wanted[programme_id][digest_of(text)] = text
    gone = []
    rows = TextVector.objects.order_by("id").values_list("id", "programme_id", "model", "digest")
    for pk, programme_id, model, digest in rows.iterator(chunk_size=5_000):
        if model != NAME or wanted[programme_id].pop(digest, None) is None:
            gone.append(pk)
    return [(programme_id, text) for programme_id in sorted(wanted) for text in wanted[programme_id].values()], gone
