"""Whether anything has changed that an assignment is computed from, told without computing it again."""

from __future__ import annotations

from securit.kernel.canonical import digest
from securit.people.public import Membership
from securit.stages.applications.public import Application, advised_pairs
from securit.stages.calls.public import Call
from securit.stages.evaluation.models import Assignment, Declaration, Evaluator
from securit.stages.matchmaking.public import encounters_with
from securit.stages.screening.public import cleared_versions


def mark_of(call: Call) -> str:
    """A digest of all that the engine is asked from: another mark, another question."""
    programme = call.programme_id
    here = Application.objects.filter(programme=programme, call=call).that_count().order_by("pk", "editors__user_id")
    people = Evaluator.objects.filter(programme=programme).active().order_by("ref")
    profiles = [*people.values_list("ref", "version", "user_id", "user__email")]
    belongs = Membership.objects.filter(user_id__in=[user_id for *_rest, user_id, _email in profiles], state="active")
    versions = list(cleared_versions(call).values_list("application__number", "content_sha256", "content__members"))
    members = {
        member.get("organisation", member).get("ref") for _number, _digest, team in versions for member in team or ()
    }
    return digest(
        [
            call.terms.evaluators_per_application,
            call.terms.max_load,
            [[number, sha256] for number, sha256, _team in versions],
            [list(row) for row in here.values_list("pk", "editors__user_id")],
            [list(row) for row in profiles],
            [list(row) for row in belongs.order_by("id").values_list("user_id", "organisation_id")],
            [list(row) for row in Assignment.objects.of_call(call).order_by("pk").values_list("pk", "version")],
            [list(row) for row in Declaration.objects.of_call(call).order_by("pk").values_list("pk", "version")],
            sorted(str(pair) for pair in advised_pairs(call)),
            sorted(str(each) for each in encounters_with(call.programme, members - {None})),
        ]
    )
