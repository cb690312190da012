"""Run the tests of one check again, on the facts as they stand now."""

from __future__ import annotations

from datetime import datetime

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.stages.screening.findings import findings
from securit.stages.screening.models import Check, Screening
from securit.stages.screening.selectors import surroundings_of


def evaluate_screening(*, screening: Screening, actor: Actor, at: datetime) -> Screening:
    """New results for every test; what a person settled keeps standing over them.

    The application and the published rules cannot have changed, but the other applications and the ledger may have.
    """
    call = screening.application.call
    found = {
        f.code: f for f in findings(screening.screened_version.content, call.terms.eligibility, surroundings_of(call))
    }

    def write(row: Screening) -> None:
        for check in Check.objects.filter(programme=row.programme_id, screening=row, code__in=found):
            finding = found[check.code]
            check.result, check.reason, check.remedy = str(finding.result), finding.reason, finding.remedy
            check.evidence = dict(finding.evidence)
            check.save(update_fields=["result", "reason", "remedy", "evidence"])

    note = Note(details={"results": {code: str(finding.result) for code, finding in found.items()}})
    return perform(screening, "evaluate", actor=actor, at=at, write=write, note=note)
