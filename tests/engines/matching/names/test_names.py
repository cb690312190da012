"""Names of organisations: who may be whom, what is refused, and what the checker finds."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from securit.engines import TooLarge, Unusable
from securit.engines.matching import names
from securit.engines.matching.names import Organisation
from tests.engines.worlds import changed_outcome

KNOWN = (
    Organisation("K1", "Université de Liège", "BE", "Place du 20 Août 7, Liège"),
    Organisation("K2", "Universiteit Gent", "BE", "Sint-Pietersnieuwstraat 25, Gent"),
    Organisation("K3", "Universite de Lille", "FR", "Rue Paul Duez 42"),
    Organisation("K4", "Airbus Prosky", "BE"),
)
ASKED = (
    Organisation("N1", "UNIVERSITE DE LIEGE (ULiège)", "BE", "Place du Vingt Aout 7"),
    Organisation("N2", "Lille Université", "FR"),
    Organisation("N3", "Navblue", "BE"),
    Organisation("N4", "Universite de Lille"),
)
PROBLEM = names.Problem(ASKED, KNOWN, top=2, least=Fraction(1, 10))
OUTCOME = names.char_ngrams(PROBLEM)
LOOKS = OUTCOME.decision.looks


def test_other_spellings_of_the_same_country_are_found() -> None:
    found = {look.id: [one.id for one in look.candidates] for look in LOOKS}
    assert found == {"N1": ["K1", "K2"], "N2": ["K3"], "N3": [], "N4": ["K3", "K1"]}
    assert LOOKS[3].candidates[0].likeness == 1


def test_the_address_counts_where_both_have_one() -> None:
    first = LOOKS[0].candidates[0]
    assert first.by_address is not None
    assert abs(first.likeness - (first.by_name * 7 + first.by_address * 3) / 10) <= Fraction(1, 10**6)
    assert LOOKS[1].candidates[0].by_address is None


def test_who_took_another_name_is_told_to_be_new() -> None:
    assert [note.sentence for note in OUTCOME.notes_about("N3")] == ["N3 (Navblue): nobody known is like it."]


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"known": (KNOWN[0], KNOWN[0])}, "Organisation K1 is given more than once."),
        ({"asked": (Organisation("N", " - "),)}, "Organisation N has a name without a letter or digit."),
        ({"asked": (Organisation("N", "x" * 1_001),)},
         "Organisation N has a name or an address of more than 1000 characters."),
        ({"top": 0}, "At least 1 candidate must be named, not 0."),
        ({"least": Fraction(2)}, "The least likeness must lie between 0 and 1; 2 does not."),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_with_a_sentence(parts: dict[str, Any], told: str) -> None:
    with pytest.raises(Unusable) as refused:
        names.Problem(**{"asked": ASKED, "known": KNOWN, **parts})
    assert refused.value.reasons == (told,)


def test_too_many_names_are_refused() -> None:
    with pytest.raises(TooLarge, match="There are 100001 names; at most 100000"):
        names.Problem((), (Organisation("K", "x"),) * 100_001)


def planted(*candidates: Any) -> tuple[str, ...]:
    """What the checker says of other candidates for the first."""
    decision = names.Names((replace(LOOKS[0], candidates=candidates), *LOOKS[1:]))
    best = [look.candidates[0].likeness for look in decision.looks if look.candidates]
    return names.check(PROBLEM, changed_outcome(OUTCOME, decision=decision, objective=sum(best) / max(1, len(best))))


A, B = LOOKS[0].candidates


@pytest.mark.parametrize(
    ("candidates", "told"),
    [
        ((replace(A, likeness=Fraction(99, 100)), B), "N1: how alike K1 is is wrong."),
        ((replace(A, by_name=Fraction(0)), B), "N1: how alike K1 is by name is wrong."),
        ((replace(A, by_address=None), B), "N1: how alike K1 is by address is wrong."),
        ((replace(A, id="K3"), B), "N1: K3 is not one it may be: unknown, or of another country."),
        ((B, A), "N1: the candidates do not run from the most alike down."),
        ((A,), "N1: 1 candidates are named, though 2 are asked for."),
        ((A, A), "N1: 2 candidates are named, though 2 are asked for."),
        ((B,), "N1: somebody is not named who is more alike than one that is."),
    ],
)
def test_a_planted_fault_is_found(candidates: tuple[Any, ...], told: str) -> None:
    assert planted(A, B) == ()
    assert told in planted(*candidates)


def test_a_fault_in_the_frame_is_found() -> None:
    changes: tuple[dict[str, Any], ...] = (
        {"objective": Fraction(3)},
        {"problem_digest": "0"},
        {"trace": ()},
        {"decision": names.Names(LOOKS[1:])},
    )
    found = [names.check(PROBLEM, changed_outcome(OUTCOME, **change))[0] for change in changes]
    assert found[0].startswith("The mean likeness of the most alike is ")
    assert found[1:3] == ["The outcome answers another problem.", "The explanation does not name K1."]
    assert found[3] == "The decision does not speak of everybody asked about exactly once, sorted."
