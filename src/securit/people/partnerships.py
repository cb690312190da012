"""In which programmes an organisation is a partner: known to the layer above, which says so when it loads."""

from __future__ import annotations

from collections.abc import Callable

_known: list[Callable[[int], frozenset[int]]] = []


def register(programmes_of: Callable[[int], frozenset[int]]) -> None:
    """Make known how the programmes of an organisation (by its id) are found; called once, from an ``AppConfig``."""
    _known[:] = [programmes_of]


def partner_in(organisation_id: int | None) -> frozenset[int]:
    """The ids of the programmes in whose consortium the organisation is; none where nobody knows."""
    if organisation_id is None:
        return frozenset()
    return frozenset(programme for programmes_of in _known for programme in programmes_of(organisation_id))
