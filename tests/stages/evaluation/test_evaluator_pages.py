"""The evaluator's pages: declare, write, save, hand in, and nothing before its time."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from securit.kernel.audit.models import AuditEntry
from securit.stages.evaluation.models import Assignment, Review
from securit.stages.evaluation.public import release_summaries
from tests import worlds
from tests.stages.evaluation import panels
from tests.stages.evaluation.panels import CRITERIA, LATER, Evaluation


def url(name: str, *args: object) -> str:
    return reverse(f"evaluation:{name}", args=["alpha", *args])


def as_evaluator(client: Client, row: Assignment | Review) -> Client:
    return worlds.signed_in(client, row.evaluator.user, strong=False)


def typed(score: str = "4", comment: str = "For this reason.", **more: object) -> dict[str, object]:
    scores = {f"score_{code}": score for code in CRITERIA}
    return {**scores, **{f"comment_{code}": comment for code in CRITERIA}, **more}


@pytest.fixture
def begun(assigned: Evaluation) -> Review:
    """A report begun after a clean declaration."""
    return panels.a_begun_review(assigned.assignments()[0])


def test_the_desk_shows_names_and_title_and_asks_to_declare(client: Client, assigned: Evaluation) -> None:
    first = assigned.assignments()[0]
    page = as_evaluator(client, first).get(url("mine"))
    declaration = panels.the_declaration(first)
    assert page.status_code == 200
    assert url("declare", declaration.ref) in page.content.decode()
    assert "Safer bridges" in page.content.decode()
    assert "We watch bridges" not in page.content.decode()


def test_the_declaration_page_shows_nothing_of_the_content(client: Client, assigned: Evaluation) -> None:
    first = assigned.assignments()[0]
    page = as_evaluator(client, first).get(url("declare", panels.the_declaration(first).ref)).content.decode()
    assert assigned.applicants[0].lead.legal_name in page
    assert "We watch bridges" not in page


@pytest.mark.parametrize(
    ("situation", "note", "state"),
    [("none", "", "clear"), ("family", "", "conflicted"), ("other", "We share a hobby.", "potential")],
)
def test_one_answer_gives_the_declaration(
    client: Client, assigned: Evaluation, situation: str, note: str, state: str
) -> None:
    first = assigned.assignments()[0]
    declaration = panels.the_declaration(first)
    answer = as_evaluator(client, first).post(url("declare", declaration.ref), {"situation": situation, "note": note})
    assert (answer.status_code, answer["Location"]) == (302, url("mine"))
    declaration.refresh_from_db()
    assert declaration.state == state


def test_a_refused_declaration_keeps_what_was_typed(client: Client, assigned: Evaluation) -> None:
    first = assigned.assignments()[0]
    declaration = panels.the_declaration(first)
    as_evaluator(client, first)
    empty = client.post(url("declare", declaration.ref), {"note": "My sister works there."})
    assert empty.status_code == 422
    assert "Choose one of the answers." in empty.content.decode()
    assert "My sister works there." in empty.content.decode()
    without_note = client.post(url("declare", declaration.ref), {"situation": "other", "note": ""})
    assert without_note.status_code == 422
    assert "Say in a sentence what the situation is." in without_note.content.decode()


def test_begin_opens_the_report_beside_the_application(client: Client, assigned: Evaluation) -> None:
    first = assigned.assignments()[0]
    panels.declared(first)
    answer = as_evaluator(client, first).post(url("begin", first.ref))
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "We watch bridges" in page
    assert "Excellence" in page
    assert "Scores go from 0 to 5 in steps of 0.5." in page


def test_begin_without_a_declaration_is_refused(client: Client, assigned: Evaluation) -> None:
    first = assigned.assignments()[0]
    answer = as_evaluator(client, first).post(url("begin", first.ref))
    assert answer.status_code == 403
    assert "Declare first" in answer.content.decode()


def test_saving_and_submitting_by_form(client: Client, begun: Review) -> None:
    as_evaluator(client, begun)
    saved = client.post(url("review", begun.ref), typed(version=begun.version))
    assert saved.status_code == 302
    begun.refresh_from_db()
    answer = client.post(url("submit", begun.ref), typed(score="4.5", version=begun.version, intent="press"))
    assert (answer.status_code, answer["Location"]) == (302, url("mine"))
    (version,) = begun.versions.all()
    assert version.content["scores"] == dict.fromkeys(CRITERIA, "4.5")
    assert AuditEntry.objects.filter(act="review.submit", subject_ref=begun.ref).count() == 1


def test_submitting_twice_is_one_version_and_no_error(client: Client, begun: Review) -> None:
    as_evaluator(client, begun)
    sent = typed(version=begun.version, intent="press")
    answers = [client.post(url("submit", begun.ref), sent).status_code for _press in range(5)]
    assert answers == [302] * 5
    assert begun.versions.count() == 1


def test_an_incomplete_report_says_what_is_missing_and_keeps_what_was_typed(client: Client, begun: Review) -> None:
    as_evaluator(client, begun)
    answer = client.post(url("submit", begun.ref), typed(comment="", comment_impact="Wide.", version=begun.version))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“Excellence” has no comment: say in words why it has this score." in page
    assert "Wide." in page
    begun.refresh_from_db()
    assert (begun.state, begun.comments) == ("drafted", {"impact": "Wide."})


def test_a_score_off_the_scale_is_refused_at_its_place(client: Client, begun: Review) -> None:
    as_evaluator(client, begun)
    answer = client.post(url("review", begun.ref), typed(score_impact="9", version=begun.version))
    assert answer.status_code == 422
    assert "9 is off the scale. Scores go from 0 to 5 in steps of 0.5." in answer.content.decode()


def test_autosave_answers_with_the_version_or_with_both_texts(client: Client, begun: Review) -> None:
    as_evaluator(client, begun)
    opened = begun.version
    first = client.post(url("autosave", begun.ref), {"comment_impact": "First.", "version": opened})
    assert (first.status_code, first.json()) == (200, {"version": opened + 1})
    stale = client.post(url("autosave", begun.ref), {"comment_impact": "Second.", "version": opened})
    assert stale.status_code == 409
    assert stale.json()["theirs"]["comment_impact"] == "First."
    off = client.post(url("autosave", begun.ref), {"score_impact": "9", "version": opened + 1})
    assert (off.status_code, off.json()["sentence"]) == (
        422,
        "9 is off the scale. Scores go from 0 to 5 in steps of 0.5.",
    )


def test_a_stale_form_shows_both_texts_and_overwrites_nothing(client: Client, begun: Review) -> None:
    as_evaluator(client, begun)
    opened = begun.version
    client.post(url("review", begun.ref), {"comment_impact": "First.", "version": opened})
    answer = client.post(url("review", begun.ref), {"comment_impact": "Second.", "version": opened})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "First." in page
    assert "Second." in page
    begun.refresh_from_db()
    assert begun.comments == {"impact": "First."}
    assert f'name="version" value="{begun.version}"' in page


def test_abstaining_by_form(client: Client, begun: Review) -> None:
    as_evaluator(client, begun)
    refused = client.post(url("abstain", begun.ref), {"reason": ""})
    assert refused.status_code == 422
    assert client.post(url("abstain", begun.ref), {"reason": "Not my field."}).status_code == 302
    begun.refresh_from_db()
    assert begun.state == "abstained"


def test_another_evaluator_finds_no_report_here(client: Client, assigned: Evaluation) -> None:
    first, second = assigned.assignments()
    review = panels.a_submitted_review(first, text="SECRET-WORDS")
    panels.declared(second)
    as_evaluator(client, second)
    assert client.get(url("review", review.ref)).status_code == 404
    mine = client.post(url("begin", second.ref))
    for page in (client.get(url("mine")), client.get(mine["Location"])):
        assert page.status_code == 200
        assert "SECRET-WORDS" not in page.content.decode()
        assert review.ref not in page.content.decode()


def test_the_content_closes_with_a_late_conflict(client: Client, begun: Review) -> None:
    as_evaluator(client, begun)
    declaration = panels.the_declaration(begun.assignment)
    assert client.get(url("review", begun.ref)).status_code == 200
    client.post(url("declare", declaration.ref), {"situation": "benefit", "note": ""})
    assert client.get(url("review", begun.ref)).status_code == 404
    read = reverse("applications:show", args=["alpha", begun.application.ref])
    assert client.get(read).status_code == 404


def test_pages_of_another_programme_are_not_found(client: Client, begun: Review) -> None:
    worlds.a_programme("beta")
    as_evaluator(client, begun)
    declaration = panels.the_declaration(begun.assignment)
    for name, ref in (("review", begun.ref), ("declare", declaration.ref), ("assignment", begun.assignment.ref)):
        assert client.get(reverse(f"evaluation:{name}", args=["beta", ref])).status_code == 404


def test_somebody_who_is_no_evaluator_is_refused(client: Client, assigned: Evaluation) -> None:
    worlds.signed_in(client, assigned.applicants[0].writer)
    assert client.get(url("mine")).status_code == 403


def test_the_team_reads_its_summary_without_names(client: Client, assigned: Evaluation) -> None:
    for row in assigned.assignments():
        panels.a_submitted_review(row)
    (summary,) = release_summaries(call=assigned.call, actor=assigned.office, at=LATER)
    worlds.signed_in(client, assigned.applicants[0].writer)
    page = client.get(url("summary", summary.ref)).content.decode()
    assert "Expert 1" in page
    assert "Sound, for this reason." in page
    assert [row for row in assigned.evaluators if str(row.user) in page or row.institution in page] == []
