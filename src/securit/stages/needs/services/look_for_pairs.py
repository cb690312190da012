"""Find needs that may be the same, for people to look at."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from securit.programmes.public import Programme
from securit.stages.needs.contracts import Reader
from securit.stages.needs.disclosure import shown_to
from securit.stages.needs.engines import likeness
from securit.stages.needs.models import LikePair, Need
from securit.stages.needs.services.merge_need import KEEPING
from securit.stages.needs.wording import text_of

NEARLY_THE_SAME = 35
"""From this likeness on, in hundredths, a pair is proposed without being asked for."""
MOST_COMPARED = 2_000
"""The newest needs of a programme that are compared."""


def look_for_pairs(at: datetime) -> int:
    """Store the pairs that are nearly the same by what the consortium reads of them; how many wait for a person.

    Pairs that a person keeps apart stay so; others that are alike no more are forgotten.
    """
    return sum(_look_in(programme) for programme in Programme.objects.order_by("id"))


def _look_in(programme: Programme) -> int:
    rows = Need.objects.in_programme(programme).filter(state__in=KEEPING).select_related("domain", "contact")
    needs = {need.ref: need for need in rows.order_by("-created_at", "-id")[:MOST_COMPARED]}
    read = {ref: text_of(shown_to(need, Reader.CONSORTIUM)) for ref, need in needs.items()}
    texts = {ref: text for ref, text in read.items() if text}
    found = {
        tuple(sorted((needs[ref].pk, needs[one.id].pk))): one.hundredths
        for ref, others in (likeness(texts).resembling if len(texts) > 1 else {}).items()
        for one in others
        if one.hundredths >= NEARLY_THE_SAME
    }
    with transaction.atomic():
        LikePair.objects.in_programme(programme).filter(kept_apart_at=None).delete()
        apart = set(LikePair.objects.in_programme(programme).values_list("first_id", "second_id"))
        fresh = [
            LikePair(programme=programme, first_id=first, second_id=second, hundredths=hundredths)
            for (first, second), hundredths in sorted(found.items())
            if (first, second) not in apart
        ]
        LikePair.objects.bulk_create(fresh)
    return len(fresh)
