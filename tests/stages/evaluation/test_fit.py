"""How well a pair fits: every point has its reason."""

from __future__ import annotations

from dataclasses import replace

from securit.stages.evaluation.contracts import Profile, Reading
from securit.stages.evaluation.fit import fit, text_of

SOMEBODY = Profile("E1", 7, "ana@institute.example", "Institute", "PT", (), ("pt",), 10)
READING = Reading(
    "OC1-1000",
    {
        "title": "Drones over bridges",
        "domain": "D1",
        "challenge": "1.10",
        "answers": {"abstract": "Machine-learning on radar images.", "task": {"M1": "We fly."}},
        "members": [{"country": "FR"}, {"country": "LT"}],
    },
    frozenset(),
    languages=("en", "fr"),
)


def points_of(**profile: object) -> tuple[int, tuple[str, ...]]:
    found = fit(replace(SOMEBODY, **profile), READING, text_of(READING))  # type: ignore[arg-type]
    return found.points, found.reasons


def test_every_point_has_its_reason() -> None:
    assert points_of(expertise=("1.10",)) == (5, ("knows challenge 1.10", "from a country outside the team"))
    assert points_of(expertise=("d1",)) == (4, ("knows domain D1", "from a country outside the team"))
    assert points_of(country="FR", languages=("fr",)) == (1, ("reads fr",))
    assert points_of(country="LT") == (0, ())


def test_words_of_expertise_count_where_the_application_speaks_of_them() -> None:
    assert points_of(country="FR", expertise=("machine learning", "sonar", "Radar", "we fly")) == (
        4,
        ("expert in Radar and machine learning",),
    )


def test_a_word_inside_another_is_no_match() -> None:
    assert points_of(country="FR", expertise=("rada", "on")) == (0, ())


def test_a_number_of_a_challenge_is_no_word() -> None:
    costly = replace(READING, content={**READING.content, "title": "It costs 1.3 million"})
    found = fit(replace(SOMEBODY, country="FR", expertise=("1.3",)), costly, text_of(costly))
    assert (found.points, found.reasons) == (0, ())
