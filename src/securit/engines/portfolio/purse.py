"""What is left on every line while candidates are funded one by one."""

from __future__ import annotations

from collections.abc import Iterable

from securit.engines.portfolio.model import Kind, Line, Model


class Purse:
    """The room left on the lines of a model."""

    def __init__(self, model: Model) -> None:
        self._lines = model.lines
        self._left = [line.room for line in model.lines]
        self._of: list[list[int]] = [[] for _ in model.options]
        for index, line in enumerate(model.lines):
            for option in line.draws:
                self._of[option].append(index)

    def broken_by(self, option: int) -> tuple[tuple[Line, int], ...]:
        """The lines that this option would overrun, each with what is left on it."""
        return tuple(
            (self._lines[i], self._left[i])
            for i in self._of[option]
            if self._lines[i].draws[option] > max(0, self._left[i]) and self._lines[i].kind is not Kind.CHOICE
        )

    def lines_drawn_on(self, option: int) -> tuple[Line, ...]:
        """The lines that the option draws on."""
        return tuple(self._lines[i] for i in self._of[option])

    def fund(self, options: Iterable[int]) -> None:
        """Take these options out of every line."""
        for option in options:
            for index in self._of[option]:
                self._left[index] -= self._lines[index].draws[option]

    def missed(self) -> tuple[tuple[Line, int], ...]:
        """The lines whose least is not reached, each with what it has."""
        had = ((line, line.room - left) for line, left in zip(self._lines, self._left, strict=True))
        return tuple((line, reached) for line, reached in had if reached < line.least)


def broken_in_words(option: int, broken: Iterable[tuple[Line, int]]) -> str:
    """``the budget (asks €60,000, €12,000 left) and envelope E1 (…)``."""
    return " and ".join(
        f"{line.name} (asks {line.amount(line.draws[option])}, {line.amount(left)} left)" for line, left in broken
    )
