"""The record from which anybody can re-derive a ranking: the published rules, who applied, what the experts gave."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from securit.stages.applications.public import ApplicationVersion
from securit.stages.evaluation.public import Review
from securit.stages.screening.public import cleared_versions
from securit.stages.selection.models import Ranking

SCHEMA = "securit.selection-record/1"


def record_of(ranking: Ranking) -> dict[str, Any]:
    """The record of a ranking as plain data; experts are not named, and come in no telling order."""
    call = ranking.call
    reports: defaultdict[int, list[dict[str, str]]] = defaultdict(list)
    rows = Review.objects.in_programme(call.programme).filter(application__call=call, state="submitted")
    for application_id, scores in rows.order_by("id").values_list("application_id", "scores"):
        reports[application_id].append(scores)
    return {
        "schema": SCHEMA,
        "call": call.definition,
        "call_ref": call.ref,
        "lists": {name: list(codes) for name, codes in call.programme.terms.lists.items()},
        "room": ranking.content["room"],
        "applications": [_application(version, reports[version.application_id]) for version in cleared_versions(call)],
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
