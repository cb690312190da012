"""A submitted version as people read it."""

from __future__ import annotations

from securit.stages.applications.public import facts_of, parts_of, team_table
from securit.stages.applications.reading import team_table_with_sign_offs
from securit.stages.calls.public import Call
from tests.stages.applications import teams
from tests.stages.applications.teams import CANARY


def test_every_question_that_was_asked_stands_with_its_answer_in_the_order_of_the_form(open_call: Call) -> None:
    team = teams.a_submission_with_canaries(open_call)
    version = team.fresh().versions.get()
    sha256 = version.content["files"][0]["sha256"]
    idea, papers = parts_of(version, with_contacts=True)
    assert [(answer.label, answer.text) for answer in idea.answers] == [
        ("What is the idea?", f"We watch bridges {CANARY}"),
        ("Has the work begun?", "yes"),
        ("Since when?", f"2021 {CANARY}"),
    ]
    assert [answer.url for answer in papers.answers] == [
        f"/p/{open_call.programme.slug}/applications/{team.application.ref}/read/file/{sha256}/",
        "",
        "",
    ]
    assert [answer.label for answer in papers.answers[1:]] == [
        f"What does this member do? – Lead {CANARY}",
        f"What does this member do? – Partner {CANARY}",
    ]


def test_in_short_stands_only_what_was_said(open_call: Call) -> None:
    team = teams.a_complete_draft(open_call)
    version = team.submit()
    assert ("Challenge", "1.1") in facts_of(version)
    assert [term for term, value in facts_of(version) if not value] == []


def test_only_the_office_reads_who_signed_off(open_call: Call) -> None:
    version = teams.a_complete_draft(open_call).submit()
    plain, signed = team_table(version), team_table_with_sign_offs(version)
    assert [row.cells[-1] for row in signed.rows] == ["Signer lead", "Signer member"]
    assert [row.cells[:-1] for row in signed.rows] == [row.cells for row in plain.rows]
