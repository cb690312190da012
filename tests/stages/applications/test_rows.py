"""A table and a work plan on the pages of an application: written, kept, compared, submitted, read."""

from __future__ import annotations

from django.test import Client

from securit.machinery.forms import parse_form
from securit.stages.applications.public import parts_of, save_draft
from tests.stages.applications import teams
from tests.stages.applications.teams import FORM, address
from tests.worlds import WHILE_OPEN, signed_in

COLUMNS = [
    {"code": "item", "type": "text", "label": "Item", "required": "true"},
    {"code": "amount", "type": "money", "label": "Amount", "total": "true"},
]
WORK = {
    "code": "work",
    "title": "Work",
    "fields": [
        {"code": "costs", "type": "table", "label": "Costs", "columns": COLUMNS},
        {"code": "steps", "type": "work_plan", "label": "Steps", "months": "9"},
    ],
}


def test_rows_are_written_compared_submitted_and_read(client: Client, now: object) -> None:
    call = teams.an_open_call("rows", form=parse_form({**FORM, "sections": [*FORM["sections"], WORK]}))  # type: ignore[misc]
    team = teams.a_complete_draft(call)
    lead = team.member().ref
    url, page = address(team, "section", section="work"), signed_in(client, team.writer)
    typed = {
        "version": str(team.fresh().version),
        "costs-rows": "3",
        "costs-0-item": "Sensor",
        "costs-0-amount": "1.200,50",
        "costs-2-item": "Travel",
        "steps-rows": "3",
        "steps-0-name": "Design",
        "steps-0-start": "1",
        "steps-0-end": "13",
        "steps-0-member": lead,
        "steps-0-outcome": "A report",
    }
    refused = page.post(url, typed)
    assert "Row 1, “Last month”: 13 is too large; the most allowed is 9." in refused.content.decode()
    assert team.fresh().answers["costs"] == [{"item": "Sensor", "amount": "1200.50"}, {"item": "Travel"}]

    old = page.post(url, {**typed, "costs-0-item": "Older text", "steps-0-end": "3"})
    assert old.status_code == 409
    assert "1. Item: Older text; Amount: €1,200.50\n2. Item: Travel\nSum – Amount: €1,200.50" in old.content.decode()

    answer = page.post(url, {**typed, "version": str(team.fresh().version), "steps-0-end": "3"})
    assert answer.status_code == 302
    save_draft(application=team.fresh(), changes={"title": "Safer bridges"}, actor=team.actor, at=WHILE_OPEN)
    version = team.submit()
    (costs, steps) = parts_of(version, with_contacts=False)[-1].answers
    assert costs.table is not None
    assert [row.cells for row in costs.table.rows] == [("Sensor", "€1,200.50"), ("Travel", "")]
    assert costs.table.total is not None
    assert costs.table.total.cells == ("Sum", "€1,200.50")
    assert (steps.periods, steps.months) == ((("Design", 1, 3),), 9)
    assert f"Responsible: {team.lead.legal_name};" in steps.text
