"""Each law that a rule of matching declares holds; what it lacks has its counterexample here."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from securit.engines._shared.rule import Law
from securit.engines.matching import affinity, likeness, names, search
from tests.engines.matching.shelves import archives, likely_twins, registers, searches

lawful = settings(max_examples=30, deadline=None, derandomize=True, database=None)
FAMILIES = {
    "search": (search, searches()),
    "affinity": (affinity, archives()),
    "likeness": (likeness, likely_twins()),
    "names": (names, registers()),
}
EVERY_RULE = [(family, name) for family, (package, _) in FAMILIES.items() for name in package.RULES]


@pytest.mark.parametrize(("family", "name"), EVERY_RULE)
def test_the_value_does_not_depend_on_the_seed(family: str, name: str) -> None:
    package, problems = FAMILIES[family]
    rule: Any = package.RULES[name]

    @lawful
    @given(problem=problems, seed=st.integers(1, 5))
    def run(problem: Any, seed: int) -> None:
        assert rule(problem).objective == rule(problem, seed=seed).objective

    run()


@pytest.mark.parametrize(("family", "name"), EVERY_RULE)
def test_that_law_is_the_one_it_declares(family: str, name: str) -> None:
    assert FAMILIES[family][0].RULES[name].laws == {Law.VALUE_DOES_NOT_DEPEND_ON_SEED}


def test_another_document_turns_two_round_since_it_makes_a_word_common() -> None:
    query = search.Query("Q", "drone border")
    texts = {"D1": "drone radar", "D2": "border wall wall", "D3": "wall coast"}
    orders = []
    for others in (0, 6):
        more = {f"X{n}": "drone coast" for n in range(others)}
        shelf = tuple(search.Document(one, (search.Passage(text),)) for one, text in (texts | more).items())
        found = search.lexical(search.Problem((query,), shelf, settings=search.Settings(top=9))).decision.findings[0]
        orders.append([hit.document for hit in found.hits if hit.document in texts])
    assert orders == [["D1", "D2"], ["D2", "D1"]]


def test_another_application_changes_how_far_two_stand_apart() -> None:
    evaluators = tuple(
        affinity.Evaluator(f"E{n}", (affinity.Passage(word),)) for n, word in enumerate(("drone", "wall"))
    )
    near = affinity.Application("A1", (affinity.Passage("drone coast"),))
    nearer = affinity.Application("A2", (affinity.Passage("drone"),))
    scores = [
        affinity.lexical(affinity.Problem(evaluators, applications)).decision.score("A1", "E0")
        for applications in ((near,), (near, nearer))
    ]
    assert scores[0] == 1
    assert scores[1] < 1
