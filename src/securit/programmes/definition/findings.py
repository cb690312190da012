"""A notebook for contradictions, with the questions that are asked in many places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from securit.machinery.shape import Path, Problem


@dataclass
class Findings:
    """The problems found so far."""

    problems: list[Problem] = field(default_factory=list)

    def note(self, path: Path, sentence: str) -> None:
        """Note one contradiction at its place."""
        self.problems.append(Problem(path, sentence))

    def unique(self, key: str, name: str, codes: Sequence[str], inside: Path = ()) -> None:
        """Each of the codes of the list ``key`` occurs once; the second is at fault."""
        seen: set[str] = set()
        for index, code in enumerate(codes):
            if code in seen:
                self.note((*inside, key, index, name), f"The {name} “{code}” is used a second time in “{key}”.")
            seen.add(code)

    def known(self, path: Path, code: str, names: Iterable[str], what: str) -> None:
        """``code`` is one of ``names`` (or empty)."""
        choices = tuple(names)
        if code and code not in choices:
            listed = ", ".join(sorted(choices)) or "none"
            self.note(path, f"There is no {what} “{code}”; defined are: {listed}.")

    def day_or_month(self, path: Path, value: str) -> None:
        """A text of ten characters is a day of the calendar."""
        if len(value) == len("2022-04-26"):
            try:
                date.fromisoformat(value)
            except ValueError:
                self.note(path, f"“{value}” does not exist in the calendar.")
