"""Begin a solution from what Europe has funded already."""

from __future__ import annotations

from datetime import datetime

from securit.kernel.actor import Actor
from securit.stages.solutions.cordis import CordisParticipation, CordisProject, statements_from
from securit.stages.solutions.models import Participation, Solution
from securit.stages.solutions.services.draft_solution import draft_solution
from securit.stages.solutions.stating import domains_of, read_statements
from securit.stages.solutions.terms import Origin


def draft_from_cordis(*, participation: Participation, actor: Actor, at: datetime, intent: str = "") -> Solution:
    """A draft with the project's words and the participant's data; a statement that cannot be stored is left out.

    Raises ``CannotStateSolution`` where not even title, provider and country can be.
    """
    row = participation
    project = CordisProject(
        row.project_id, row.acronym, row.title, "", row.ends, row.framework, row.topics, row.objective
    )
    organisation = CordisParticipation(
        row.project_id, row.organisation_id, row.vat_number, row.name, "", str(row.sme), row.activity, row.city,
        row.country, row.url, row.role,
    )  # fmt: skip
    stated = statements_from(project, organisation)
    wrong = read_statements(stated, domains_of(row.programme))[1]
    kept = {name: text for name, text in stated.items() if name not in wrong}
    return draft_solution(programme=row.programme, stated=kept, origin=Origin.CORDIS, actor=actor, at=at, intent=intent)
