"""What a page asks: the vectors of texts, where the worker has made them. Nothing here loads the model."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Max, QuerySet, Sum

from securit.machinery.meaning.models import TextVector
from securit.machinery.search.encoder import NAME

_ASKED_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Stock:
    """How many vectors a programme has, and a mark that differs once any has come or gone."""

    count: int
    mark: tuple[int, ...]


def is_switched_on() -> bool:
    """Whether this installation works out the meaning of texts at all."""
    return bool(settings.MEANING)


def digest_of(text: str) -> str:
    """By what the vector of a text is found."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def stock_of(programme_id: int) -> Stock:
    """What the programme has so far. One query."""
    found = _held(programme_id).order_by().aggregate(Count("id"), Max("id"), Sum("id"))
    mark = tuple(int(value or 0) for value in found.values())
    return Stock(mark[0], mark)


def vectors_of(programme_id: int, texts: Iterable[str]) -> dict[str, bytes]:
    """The vectors of these texts, by text; those that are not made yet are left out. A query per 500 texts."""
    wanted = {digest_of(text): text for text in texts}
    digests = sorted(wanted)
    found: dict[str, bytes] = {}
    for start in range(0, len(digests), _ASKED_AT_A_TIME):
        some = _held(programme_id).filter(digest__in=digests[start : start + _ASKED_AT_A_TIME])
        found |= {wanted[digest]: bytes(vector) for digest, vector in some}
    return found


def every_vector(programme_id: int) -> Iterator[tuple[str, bytes]]:
    """Digest and vector of all texts of a programme, in slices: for the worker, not for a page."""
    return ((digest, bytes(vector)) for digest, vector in _held(programme_id).iterator(chunk_size=2_000))


def _held(programme_id: int) -> QuerySet[TextVector, tuple[str, bytes | memoryview[int]]]:
    rows = TextVector.objects.in_programme(programme_id).filter(model=NAME).order_by("id")
    return rows.values_list("digest", "vector")
