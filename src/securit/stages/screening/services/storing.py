"""Keep what the tests found: one row per test, in their order."""

from __future__ import annotations

from collections.abc import Sequence

from securit.machinery.rules import Finding
from securit.stages.screening.models import Check, Screening


def store_findings(screening: Screening, found: Sequence[Finding]) -> None:
    """A row for each test that has none, new results for the others; what a person settled stays."""
    known = {check.code: check for check in Check.objects.filter(programme=screening.programme_id, screening=screening)}
    rows = [_row(screening, position, finding) for position, finding in enumerate(found)]
    fresh = [row for row in rows if row.code not in known]
    for row in rows:
        if row.code in known:
            row.pk = known[row.code].pk
    Check.objects.bulk_create(fresh)
    Check.objects.bulk_update(
        [row for row in rows if row.code in known],
        ["position", "says", "severity", "result", "reason", "remedy", "evidence"],
    )


def _row(screening: Screening, position: int, finding: Finding) -> Check:
    return Check(
        programme_id=screening.programme_id,
        screening=screening,
        position=position,
        code=finding.code,
        says=finding.says,
        severity=str(finding.severity),
        result=str(finding.result),
        reason=finding.reason,
        remedy=finding.remedy,
        evidence=dict(finding.evidence),
    )
