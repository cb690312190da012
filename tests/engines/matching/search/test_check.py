"""The checker of search rejects every kind of planted fault."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from securit.engines.matching import search
from securit.engines.matching.search import Bar, Document, Exclusion, Force, Passage, Query, Settings, Want, packed
from tests.engines.worlds import changed_outcome

TEXTS = {
    "D1": "radar watches ships in the port",
    "D2": "ransomware in hospitals",
    "D3": "drones and radar find ships",
    "D4": "a port at night",
    "D5": "ships",
}
VECTORS = {"D1": [1, 0], "D2": [0, 1], "D3": [2, 1], "D4": [1, 2], "D5": [1, 1]}
PROBLEM = search.Problem(
    (
        Query(
            "Q",
            "radar for ships in a harbour",
            packed([2, 1]),
            (Want("country", ("BE",)), Want("kind", ("NGO",), Force.FORBIDDEN)),
        ),
    ),
    tuple(
        Document(
            name, (Passage(text, packed(VECTORS[name])),), (("country", "BE"),) if name != "D3" else (("kind", "NGO"),)
        )
        for name, text in TEXTS.items()
    ),
    (Bar("Q", "D5", "same owner"),),
    Settings(top=2),
)
OUTCOME = search.hybrid(PROBLEM)
FINDING = OUTCOME.decision.findings[0]
FIRST, SECOND = FINDING.hits


def planted(**changed: Any) -> tuple[str, ...]:
    """What the checker says of the finding with something planted in it."""
    decision = search.Findings((replace(FINDING, **changed),))
    scores = [hit.score for hit in decision.findings[0].hits]
    mean = sum(scores, Fraction(0)) / max(1, len(scores))
    return search.check(PROBLEM, changed_outcome(OUTCOME, decision=decision, objective=mean))


def hit(**changed: Any) -> dict[str, Any]:
    """The hits, the first with something planted in it."""
    return {"hits": (replace(FIRST, **changed), SECOND)}


def test_the_outcome_stands_as_it_is() -> None:
    assert (FIRST.document, SECOND.document) == ("D1", "D4")
    assert planted() == ()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"query": "Q2"}, "The decision does not answer every query of the problem exactly once, sorted."),
        ({"ranked_by": "short query, words alone"},
         "Q: it is ranked by “short query, words and vectors”, not “short query, words alone”."),
        (hit(score=FIRST.score + Fraction(1, 1000)), "Q: the score of D1 is "),
        (hit(parts=replace(FIRST.parts, bm25=Fraction(1, 3))), "Q: the part bm25 of the score of D1 is wrong."),
        (hit(parts=replace(FIRST.parts, vectors=None)), "Q: the part vectors of the score of D1 is wrong."),
        (hit(met=(), missed=("country: BE",)), "Q: the wants that D1 meets and misses are not told as they are."),
        (hit(passage=1), "Q: D1 has no passage 1."),
        (hit(words=("radar", "harbour")), "Q: the words that D1 shares are not told as they are."),
        (hit(words=()), "Q: the words that D1 shares are not told as they are."),
        (hit(lacks=()), "Q: the words that D1 lacks are not told as they are."),
        (hit(lacks=("radar",)), "Q: the words that D1 lacks are not told as they are."),
        ({"missing": ("radar",)}, "Q: what nothing shown speaks of is not told as it is."),
        ({"hits": (SECOND, FIRST)}, "Q: D1 stands below D4 although its score is higher."),
        ({"hits": (FIRST, FIRST)}, "Q: a document is shown twice."),
        ({"hits": (FIRST,)}, "Q: 1 documents are shown, though 2 are asked for."),
        ({"hits": (SECOND,)}, "Q: D1 is not shown although its score is higher than that of one that is."),
        ({"hits": (replace(FIRST, document="D9"), SECOND)}, "The decision names D9, which is not in the problem."),
        ({"hits": (replace(FIRST, document="D5"), SECOND)}, "Q: D5 is shown although it is excluded."),
        ({"excluded": FINDING.excluded[:1]}, "Q: D5 is not excluded although it must be: same owner."),
        ({"excluded": (*FINDING.excluded, Exclusion("bad", ("D2",)))}, "Q: D2 is excluded without a reason."),
        ({"excluded": (*FINDING.excluded, Exclusion("again", ("D5",)))}, "Q: a document is excluded twice."),
    ],
)  # fmt: skip
def test_a_planted_fault_is_found(changed: dict[str, Any], told: str) -> None:
    assert [fault for fault in planted(**changed) if fault.startswith(told)] != []


def test_a_fault_in_the_frame_is_found() -> None:
    faults = [
        search.check(PROBLEM, changed_outcome(OUTCOME, **change))
        for change in ({"objective": Fraction(1)}, {"problem_digest": "0"}, {"trace": OUTCOME.trace[:-1]})
    ]
    assert [len(found) for found in faults] == [1, 1, 1]
    assert faults[1:] == [("The outcome answers another problem.",), ("The explanation does not name D2.",)]
