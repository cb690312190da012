"""Matching by meaning: the worker's vectors, what the page says of its order, large catalogues, and the measure."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from securit.kernel.actor import SYSTEM
from securit.machinery.meaning.filling import fill_with
from securit.machinery.meaning.models import TextVector
from securit.machinery.meaning.vectors import vectors_of
from securit.machinery.search import embedder
from securit.stages.challenges.public import Challenge
from securit.stages.solutions.engines import (
    Precision,
    Wishes,
    challenges_for,
    coverage,
    keep_indexes,
    measured_rules,
    shelves,
    solutions_for,
)
from securit.stages.solutions.public import archive_solution, edit_solution, list_solution
from securit.stages.solutions.selectors import verdicts_in
from securit.stages.solutions.services.judge_match import judge_match
from tests.stages.solutions.catalogues import a_challenge_with_solutions, a_solution
from tests.worlds import AFTER, a_person, signed_in, somebody

pytestmark = pytest.mark.django_db

#: In words that the challenge (people, a fence, at night, alarms) does not use.
REPHRASED = "Intruders crossing a perimeter in darkness are noticed immediately by sentries."
QUALITY_QUERIES = 11


@pytest.fixture
def challenge() -> Challenge:
    """A challenge and three listed solutions."""
    return a_challenge_with_solutions()


def work_out() -> bool:
    """The worker's round."""
    model = embedder()
    assert model is not None
    return fill_with(model)


def titles(challenge: Challenge) -> list[str]:
    return [match.subject.title for match in solutions_for(challenge, Wishes()).found]


def test_words_count_alone_until_every_text_has_its_vector(challenge: Challenge) -> None:
    a_solution(challenge.programme, state="listed", title="Rephrased", summary=REPHRASED)
    before = solutions_for(challenge, Wishes()).basis
    found_before = titles(challenge)
    work_out()
    after = solutions_for(challenge, Wishes()).basis

    assert (before.by_meaning, before.ready, before.total) == (False, 0, 5)
    assert (after.by_meaning, after.ready, after.total) == (True, 5, 5)
    assert ("Rephrased" in found_before, "Rephrased" in titles(challenge)) == (False, True)


def test_both_ways_rest_on_meaning_and_name_only_what_is_there(challenge: Challenge) -> None:
    rephrased = a_solution(challenge.programme, state="listed", title="Rephrased", summary=REPHRASED)
    work_out()
    (match,) = challenges_for(rephrased).found

    assert challenges_for(rephrased).basis.by_meaning
    assert match.passage in f"{challenge.scope} {challenge.expected_outcome}"
    for match in solutions_for(challenge, Wishes()).found:
        text = f"{match.subject.title} {match.subject.summary} {match.subject.deployments}"
        assert match.passage in text
        assert [word for word in match.words if word.casefold() not in text.casefold()] == []


def test_what_is_close_in_meaning_covers_a_challenge_once_vectors_are_there(challenge: Challenge) -> None:
    a_solution(challenge.programme, state="listed", title="Rephrased", summary=REPHRASED)
    (words,) = coverage(challenge.programme, [challenge])
    work_out()
    (meaning,) = coverage(challenge.programme, [challenge])

    assert (words.by_meaning, words.total, len(words.speaking)) == (False, 2, 2)
    assert (meaning.by_meaning, meaning.total, len(meaning.speaking)) == (True, 3, 3)


def test_a_vector_is_of_exactly_one_text_and_goes_with_it(challenge: Challenge) -> None:
    work_out()
    close = solutions_for(challenge, Wishes()).found[0].subject
    text = f"{close.title}. {close.summary}"
    there = set(vectors_of(challenge.programme_id, [text, f"{text} "]))
    edit_solution(solution=close, stated={"title": "Gone", "summary": "Something else " * 5}, actor=SYSTEM, at=AFTER)
    late = solutions_for(challenge, Wishes()).basis
    work_out()

    assert there == {text}
    assert (late.by_meaning, late.ready, late.total) == (False, 3, 4)
    assert vectors_of(challenge.programme_id, [text]) == {}
    assert TextVector.objects.in_programme(challenge.programme_id).count() == 4


def test_a_round_works_out_so_many_and_says_whether_any_are_left(challenge: Challenge) -> None:
    model = embedder()
    assert model is not None

    assert [fill_with(model, most=2) for _ in range(3)] == [False, True, True]
    assert TextVector.objects.in_programme(challenge.programme_id).count() == 4


def test_the_page_says_on_what_its_order_rests(client: Client, challenge: Challenge, settings: Any) -> None:
    page = f"/p/alpha/challenges/{challenge.number}/solutions/"
    before = client.get(page).content.decode()
    settings.MEANING = False
    off = client.get(page).content.decode()
    settings.MEANING = True
    work_out()
    after = client.get(page).content.decode()

    assert "by words alone for now: the meaning of 0 of 4 texts is worked out" in before
    assert "search by meaning is switched off here" in off
    assert "by shared words, by closeness in meaning" in after


def test_a_text_in_another_language_is_said_to_stand_too_low(client: Client, challenge: Challenge) -> None:
    french = "Le guetteur voit les personnes qui approchent de la clôture pendant la nuit, sans fausses alarms"
    a_solution(challenge.programme, state="listed", title="Guetteur", summary=french)

    page = client.get(f"/p/alpha/challenges/{challenge.number}/solutions/").content.decode()
    assert page.count("seems not to be in English") == 1


# -- large catalogues ------------------------------------------------------------------------------------------------


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    """A catalogue of two is too large for a page."""
    monkeypatch.setattr(shelves, "MOST_AT_ONCE", 2)
    settings.DATA_DIR = tmp_path


@pytest.mark.usefixtures("large")
def test_a_large_catalogue_is_indexed_by_the_worker_and_ranked_the_same(
    client: Client, challenge: Challenge, monkeypatch: pytest.MonkeyPatch
) -> None:
    work_out()
    preparing = client.get(f"/p/alpha/challenges/{challenge.number}/solutions/").content.decode()
    keep_indexes(AFTER)
    kept = solutions_for(challenge, Wishes())
    monkeypatch.setattr(shelves, "MOST_AT_ONCE", 3)
    keep_indexes(AFTER)
    small = solutions_for(challenge, Wishes())

    assert "The index is being built" in preparing
    assert (kept.basis.as_of, small.basis.as_of) == (AFTER, None)
    assert [(m.subject, m.score, m.passage, m.words) for m in kept.found] == [
        (m.subject, m.score, m.passage, m.words) for m in small.found
    ]


@pytest.mark.usefixtures("large")
def test_changes_of_a_large_catalogue_are_collected_for_ten_minutes_and_what_is_gone_is_not_shown(
    challenge: Challenge,
) -> None:
    work_out()
    keep_indexes(AFTER)
    close = solutions_for(challenge, Wishes()).found[0].subject
    fresh = a_solution(challenge.programme, title="Fresh", summary=close.summary)
    list_solution(solution=fresh, actor=SYSTEM, at=AFTER)
    archive_solution(solution=close, cause="withdrawn", actor=somebody(challenge.programme, "partner_staff"), at=AFTER)
    keep_indexes(AFTER + timedelta(minutes=9))
    early = titles(challenge)
    keep_indexes(AFTER + timedelta(minutes=10))
    without_its_vector = titles(challenge)
    work_out()
    keep_indexes(AFTER + timedelta(minutes=11))

    assert (early, without_its_vector) == (["Near"], ["Near"])
    assert titles(challenge)[0] == "Fresh"


# -- the measure -----------------------------------------------------------------------------------------------------


def test_judgements_measure_each_rule_and_change_no_order(challenge: Challenge) -> None:
    work_out()
    before = titles(challenge)
    by_title = {match.subject.title: match.subject for match in solutions_for(challenge, Wishes()).found}
    scouts = [somebody(challenge.programme, "partner_staff") for _ in range(3)]
    for scout, fits in zip(scouts, (True, False, False), strict=True):
        judge_match(solution=by_title["Close"], challenge=challenge, fits=fits, actor=scout, at=AFTER)
    judge_match(solution=by_title["Near"], challenge=challenge, fits=True, actor=scouts[0], at=AFTER)
    words, meaning = measured_rules(verdicts_in(challenge.programme))

    assert titles(challenge) == before
    assert (words.by_meaning, meaning.by_meaning) == (False, True)
    assert words.precisions[0] == Precision(5, fits=1, judged=2, shown=2)
    assert meaning.precisions[1] == Precision(10, fits=1, judged=2, shown=len(before))


def test_an_interval_is_wide_where_few_have_judged() -> None:
    few, many, none = Precision(5, 3, 4, 5), Precision(5, 300, 400, 500), Precision(5, 0, 0, 5)

    assert [round(end, 3) for end in few.interval] == [0.301, 0.954]
    assert [round(end, 3) for end in many.interval] == [0.705, 0.79]
    assert none.interval == (0.0, 1.0)


def test_everybody_sees_what_was_measured_and_scouts_take_the_judgements_away(
    client: Client, challenge: Challenge, django_assert_num_queries: Any
) -> None:
    close = solutions_for(challenge, Wishes()).found[0].subject
    scout = somebody(challenge.programme, "partner_staff")
    judge_match(solution=close, challenge=challenge, fits=True, actor=scout, at=AFTER)
    public = client.get("/p/alpha/solutions/matching/").content.decode()
    refused = client.get("/p/alpha/solutions/office/judgements/").status_code
    signed_in(client, a_person(roles={challenge.programme: ["partner_staff"]}))
    with django_assert_num_queries(QUALITY_QUERIES):
        inside = client.get("/p/alpha/solutions/matching/").content.decode()
    archive = zipfile.ZipFile(io.BytesIO(client.get("/p/alpha/solutions/office/judgements/").content))

    assert ("not measured" in public, "change no order" in public, "change no order" in inside) == (True, False, True)
    assert refused in (302, 403)
    assert archive.read("judged/qrels.tsv").decode() == f"Q{challenge.ref}\t{close.ref}\t1\n"
    assert len(archive.read("judged/corpus.jsonl").decode().splitlines()) == 3
    assert json.loads(archive.read("judged/queries.jsonl"))["_id"] == f"Q{challenge.ref}"
