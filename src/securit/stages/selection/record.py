"""The record from which anybody can re-derive a ranking: the published rules, who applied, what the experts gave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from statistics import mean, median
from typing import TYPE_CHECKING, Any

from securit.kernel import signing
from securit.kernel.canonical import canonical
from securit.programmes.definition import CriteriaScheme
from securit.stages.applications.public import ApplicationVersion
from securit.stages.calls.public import Call
from securit.stages.evaluation.public import Evaluated, Review
from securit.stages.screening.public import cleared_versions

if TYPE_CHECKING:
    from securit.stages.selection.decision_models import AwardDecision
    from securit.stages.selection.models import Ranking

SCHEMA = "securit.selection-record/2"
_COMBINING = {"mean": mean, "median": median}


def inputs_of(call: Call, found: Iterable[Evaluated]) -> dict[str, Any]:
    """What a ranking is computed from, as plain data; experts are not named, and come in no telling order.

    Where the scores that count are not the mean or median of the reports (the experts agreed on others), they stand
    beside them as ``agreed``.
    """
    counted = {one.application_ref: one.scores for one in found}
    reports: defaultdict[int, list[dict[str, str]]] = defaultdict(list)
    rows = Review.objects.in_programme(call.programme).filter(application__call=call, state="submitted")
    for application_id, scores in rows.order_by("id").values_list("application_id", "scores"):
        reports[application_id].append(scores)
    return {
        "call": call.definition,
        "call_ref": call.ref,
        "lists": {name: list(codes) for name, codes in call.programme.terms.lists.items()},
        "applications": [
            {
                **_application(version, reports[version.application_id]),
                **_agreed(call.terms.criteria, reports[version.application_id], counted.get(version.application.ref)),
            }
            for version in cleared_versions(call)
        ],
    }


def combined(reports: Sequence[Mapping[str, str]], criterion: str, how: str) -> Fraction:
    """The exact mean or median of the reports on one criterion."""
    return Fraction(_COMBINING[how]([Fraction(report[criterion]) for report in reports]))


def _agreed(
    scheme: CriteriaScheme, reports: Sequence[Mapping[str, str]], counted: Mapping[str, Fraction] | None
) -> dict[str, dict[str, str]]:
    codes = [one.code for one in scheme.criteria]
    if counted is None or {code: combined(reports, code, scheme.combining) for code in codes} == dict(counted):
        return {}
    return {"agreed": {code: str(counted[code]) for code in codes}}


def record_of(ranking: Ranking, decision: AwardDecision | None = None) -> dict[str, Any]:
    """The signed record of a ranking, as it was computed, and of the decision on it."""
    record = {
        "schema": SCHEMA,
        **ranking.inputs,
        "room": ranking.content["room"],
        "ranking": ranking.content,
        "ranking_sha256": ranking.content_sha256,
        "ranking_binds": ranking.call.programme.terms.profile.ranking_binding,
        "decision": None if decision is None else _decision(decision),
    }
    return {**record, "signature": signing.sign(canonical(record).encode()), "key": signing.public_key()}


def _decision(decision: AwardDecision) -> dict[str, Any]:
    """Who decided and who signed stand with name and account, as on the document."""
    signer = decision.signed_by
    return {
        "content": decision.content,
        "content_sha256": decision.content_sha256,
        "reason": decision.reason,
        "decided_by": f"{decision.decided_by} ({decision.decided_by.ref})",
        "decided_at": decision.decided_at.isoformat(),
        "signed_by": f"{signer} ({signer.ref})" if signer else "",
        "signed_at": decision.signed_at.isoformat() if decision.signed_at else "",
    }


def _application(version: ApplicationVersion, reports: list[dict[str, str]]) -> dict[str, Any]:
    content = version.content
    return {
        "number": content["number"],
        "content_sha256": version.content_sha256,
        "arrived_at": version.arrived_at.isoformat(),
        "domain": content["domain"],
        "instrument": content["instrument"],
        "challenge": content["challenge"],
        "members": [
            {
                "organisation": member["organisation"]["ref"],
                "country": member["country"],
                "kind": member["kind"],
                "grant_cents": member["grant_cents"],
            }
            for member in content["members"]
        ],
        "reports": sorted(reports, key=lambda scores: sorted(scores.items())),
    }
