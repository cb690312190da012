"""Run the tests of one check again, on the facts as they stand now."""

from __future__ import annotations

from datetime import datetime

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.stages.screening.findings import findings
from securit.stages.screening.models import Screening
from securit.stages.screening.services.storing import store_findings
from securit.stages.screening.surroundings import surroundings_of


def evaluate_screening(
    *, screening: Screening, actor: Actor, at: datetime, intent: str = "", version: int | None = None
) -> Screening:
    """New results for every test; what a person settled keeps standing over them. Tests that are
    new since the check was opened are added.

    The application and the published rules cannot have changed, but the other applications and the ledger may have.
    """
    call = screening.application.call
    content = screening.screened_version.content
    found = findings(content, call.terms.eligibility, surroundings_of(call, content["number"]))

    def write(row: Screening) -> None:
        store_findings(row, found)

    note = Note(details={"results": {finding.code: str(finding.result) for finding in found}})
    return perform(screening, "evaluate", actor=actor, at=at, write=write, note=note, intent=intent, version=version)
