"""The paper that is filled in: which marks are possible, which rules read it, and what stands in the published list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from securit.kernel.canonical import Json

LOWEST_MARK, HIGHEST_MARK = 0, 5
MOST_PICKS = 5
MOST_CRITERIA = 3
FEWEST_OF_A_KIND = 3
#: The kind under which the few are counted.
MERGED = "other"

RATE, TOP_FIVE = "rate", "top_five"
#: The rules that read each paper; the first is the preset.
RULES_OF: Mapping[str, tuple[str, ...]] = {
    RATE: ("mean_mark", "median_mark", "majority_judgement", "borda", "schulze"),
    TOP_FIVE: (
        "approval",
        "method_of_equal_shares",
        "method_of_equal_shares_greedy",
        "method_of_equal_shares_add1",
    ),
}


class SpoiltPaper(Exception):
    """What was sent is not a filled-in paper of this vote; the text says why, ``code`` stays the same."""

    def __init__(self, sentence: str, code: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True, slots=True)
class Paper:
    """What is asked: the options by number, and for a rating the codes of its criteria."""

    form: str
    options: tuple[str, ...]
    criteria: tuple[str, ...] = ()

    def filled_in(self, sent: Mapping[str, Any]) -> Json:
        """The content as it is stored: ``{"marks": {"1.1": {"need": 4}}}`` or ``{"picks": ["1.1"]}``.

        No opinion leaves nothing behind. Raises :class:`SpoiltPaper` for anything that this paper does not hold.
        """
        if self.form == TOP_FIVE:
            return {"picks": self._picks(sent.get("picks", []))}
        return {"marks": self._marks(sent.get("marks", {}))}

    def _picks(self, picks: Any) -> list[str]:
        if not isinstance(picks, list) or not all(isinstance(pick, str) for pick in picks):
            raise SpoiltPaper("The choices are not a list of challenges.", "malformed")
        chosen = set(picks)
        if len(chosen) > MOST_PICKS:
            raise SpoiltPaper(f"At most {MOST_PICKS} challenges can be chosen.", "too_many_picks")
        if chosen - set(self.options):
            raise SpoiltPaper("One of the choices does not stand in this vote.", "unknown_option")
        return [option for option in self.options if option in chosen]

    def _marks(self, marks: Any) -> dict[str, dict[str, int]]:
        if not isinstance(marks, dict) or not all(isinstance(given, dict) for given in marks.values()):
            raise SpoiltPaper("The marks are not sorted by challenge.", "malformed")
        if set(marks) - set(self.options):
            raise SpoiltPaper("One of the challenges does not stand in this vote.", "unknown_option")
        found = {}
        for option in self.options:
            given = {code: self._mark(mark) for code, mark in sorted(marks.get(option, {}).items()) if mark is not None}
            if set(given) - set(self.criteria):
                raise SpoiltPaper("One of the criteria does not stand in this vote.", "unknown_criterion")
            if given:
                found[option] = given
        return found

    def _mark(self, mark: Any) -> int:
        if type(mark) is not int or not LOWEST_MARK <= mark <= HIGHEST_MARK:
            raise SpoiltPaper(f"A mark is a whole number from {LOWEST_MARK} to {HIGHEST_MARK}.", "mark_out_of_range")
        return mark


def published(papers: Iterable[tuple[str, str, Json]]) -> list[Json]:
    """The list after the close from (key, kind, content): in key order, small kinds merged."""
    rows = sorted(papers, key=lambda row: row[0])
    as_shown = merged_kinds(kind for _key, kind, _content in rows)
    return [{"key": key, "kind": as_shown[kind], "content": content} for key, kind, content in rows]


def merged_kinds(kinds: Iterable[str]) -> dict[str, str]:
    """Under which word each kind is shown: kinds with fewer than three ballots are merged, so that none stands alone.

    Where those together are still fewer than three, the next larger kind joins them.
    """
    counts = Counter(kinds)
    shown = {kind: kind for kind in counts}
    together: list[str] = []
    for kind, count in sorted(counts.items(), key=lambda item: (item[1], item[0])):
        if count < FEWEST_OF_A_KIND or 0 < sum(counts[each] for each in together) < FEWEST_OF_A_KIND:
            together.append(kind)
    if together:
        shown |= dict.fromkeys(together, MERGED)
    return shown


def kinds_in(ballots: Sequence[Mapping[str, Any]]) -> list[str]:
    """The kinds in a published list, the most frequent first."""
    counts = Counter(ballot["kind"] for ballot in ballots)
    return sorted(counts, key=lambda kind: (-counts[kind], kind))
