"""Facts that are asked of the database when a policy first looks at them: most decisions never do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set


class LaterIds(Set[int]):
    """A frozen set of ids, read once, when it is first looked into."""

    def __init__(self, ask: Callable[[], Iterable[int]]) -> None:
        self._ask = ask
        self._known: frozenset[int] | None = None

    @property
    def _ids(self) -> frozenset[int]:
        if self._known is None:
            self._known = frozenset(self._ask())
        return self._known

    def __contains__(self, number: object) -> bool:
        return number in self._ids

    def __iter__(self) -> Iterator[int]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    def __hash__(self) -> int:
        return hash(self._ids)

    @classmethod
    def _from_iterable(cls, it: Iterable[int]) -> frozenset[int]:  # type: ignore[override]
        """What ``&``, ``|`` and ``-`` give."""
        return frozenset(it)
