"""Clauses for a satisfiability solver: variables are positive numbers, a negated one is negative."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class Clauses:
    """A growing set of clauses; :attr:`fresh` holds those that no solver has taken yet.

    ``true`` is a literal that always holds, so constants need no special case; clauses it satisfies are dropped.
    """

    def __init__(self) -> None:
        self.variables = 1
        self.true = 1
        self.fresh: list[list[int]] = [[1]]

    def new(self) -> int:
        """A variable not used before."""
        self.variables += 1
        return self.variables

    def add(self, *literals: int) -> None:
        """At least one of the literals holds."""
        if self.true not in literals:
            self.fresh.append([one for one in literals if one != -self.true])

    def either(self, literals: Sequence[int]) -> int:
        """A literal that holds exactly when one of the literals does."""
        if not literals:
            return -self.true
        if len(literals) == 1:
            return literals[0]
        made = self.new()
        self.add(-made, *literals)
        for one in literals:
            self.add(-one, made)
        return made

    def at_most_one(self, literals: Sequence[int]) -> None:
        """Pairwise up to five literals, beyond that along a chain (Sinz 2005)."""
        if len(literals) <= 5:
            for index, one in enumerate(literals):
                for other in literals[:index]:
                    self.add(-one, -other)
            return
        before = -self.true
        for one in literals:
            self.add(-before, -one)
            link = self.new()
            self.add(-before, link)
            self.add(-one, link)
            before = link

    def at_most(self, literals: Sequence[int], most: int) -> None:
        """At most so many of the literals hold."""
        if most < len(literals):
            self.add(-self.count(literals, most + 1)[most])

    def count(self, literals: Sequence[int], upto: int) -> list[int]:
        """Outputs of a totaliser (Bailleux and Boufkhad 2003): the n-th holds if at least n of the literals do.

        Only that direction is stated, and only up to ``upto``. Clauses: about literals x upto x log(literals).
        """
        if len(literals) <= 1 or upto < 1:
            return list(literals[: max(upto, 0)])
        half = len(literals) // 2
        left, right = self.count(literals[:half], upto), self.count(literals[half:], upto)
        outputs = [self.new() for _ in range(min(len(left) + len(right), upto))]
        for i, a in enumerate([self.true, *left]):
            for j, b in enumerate([self.true, *right]):
                if i + j:
                    self.add(-a, -b, outputs[min(i + j, len(outputs)) - 1])
        for more, less in zip(outputs[1:], outputs, strict=False):
            self.add(-more, less)
        return outputs

    def taken(self) -> Iterable[list[int]]:
        """The fresh clauses, which are then no longer fresh."""
        fresh, self.fresh = self.fresh, []
        return fresh
