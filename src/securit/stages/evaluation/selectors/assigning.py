"""What the engine is asked when evaluators are assigned."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Q

from securit.people.public import Membership
from securit.stages.applications.public import Application, advised_pairs
from securit.stages.calls.public import Call
from securit.stages.evaluation import engines
from securit.stages.evaluation.conflicts import languages_of
from securit.stages.evaluation.contracts import Profile, Reading, Stated
from securit.stages.evaluation.models import Assignment, Declaration, Evaluator
from securit.stages.screening.public import cleared_versions


def question_of(call: Call) -> engines.Question:
    """Everything the engine needs to know to propose assignments for the call."""
    pinned, earlier = _standing(call)
    editors, known = _editors(call), profiles(call)
    return engines.Question(
        readings=[
            Reading(
                number=version.application.number,
                content=version.content,
                editor_ids=frozenset(editors[version.application_id]),
                languages=languages_of(version.content, call.terms.languages),
            )
            for version in cleared_versions(call)
        ],
        profiles=known,
        required=call.terms.evaluators_per_application,
        most=call.terms.max_load,
        pinned=pinned,
        earlier=earlier,
        barred=_advised_pairs(call, known) | _barred_pairs(call),
        applicant_ids=frozenset(user_id for user_ids in editors.values() for user_id in user_ids),
    )


def _standing(call: Call) -> tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str]]]:
    """Pairs that stay (confirmed, or set by hand), and pairs that an engine proposed and nobody has confirmed."""
    names = ("state", "recommendation_id", "application__number", "evaluator__ref")
    kept: set[tuple[str, str]] = set()
    proposed: set[tuple[str, str]] = set()
    for state, recommendation_id, number, ref in Assignment.objects.of_call(call).standing().values_list(*names):
        (kept if state == "confirmed" or recommendation_id is None else proposed).add((number, ref))
    return frozenset(kept), frozenset(proposed)


def _editors(call: Call) -> defaultdict[int, set[int]]:
    """Who writes the call's submitted applications."""
    editors: defaultdict[int, set[int]] = defaultdict(set)
    rows = Application.objects.filter(programme=call.programme_id, call=call).that_count()
    for pk, user_id in rows.order_by("pk", "editors__user_id").values_list("pk", "editors__user_id"):
        if user_id is not None:
            editors[pk].add(user_id)
    return editors


def profiles(call: Call) -> list[Profile]:
    """Everybody in the pool who can be asked, by ref."""
    rows = list(Evaluator.objects.filter(programme=call.programme_id).active().select_related("user").order_by("ref"))
    organisations: defaultdict[int, set[str]] = defaultdict(set)
    belongs = Membership.objects.filter(user_id__in=[row.user_id for row in rows], state="active")
    for user_id, ref in belongs.values_list("user_id", "organisation__ref").order_by("id"):
        organisations[user_id].add(ref)
    return [
        Profile(
            ref=row.ref,
            user_id=row.user_id,
            email=row.user.email,
            institution=row.institution,
            country=row.country,
            expertise=tuple(row.expertise),
            languages=tuple(row.languages),
            max_load=row.max_load,
            organisation_refs=frozenset(organisations[row.user_id]),
            name=row.user.name,
            stated=tuple(Stated(tie["kind"], tie["name"], tie.get("website", "")) for tie in row.ties),
        )
        for row in rows
    ]


def _barred_pairs(call: Call) -> dict[tuple[str, str], str]:
    """Pairs with a declared conflict, and pairs that were undone after they had been confirmed."""
    found: dict[tuple[str, str], str] = {}
    undone = Assignment.objects.of_call(call).filter(Q(state="recused") | Q(state="ended", confirmed_at__isnull=False))
    for number, ref in undone.values_list("application__number", "evaluator__ref"):
        found[number, ref] = "was taken off this application before"
    conflicted = Declaration.objects.of_call(call).filter(state="conflicted")
    for number, ref in conflicted.values_list("application__number", "evaluator__ref"):
        found[number, ref] = "declared a conflict of interest"
    return found


def _advised_pairs(call: Call, profiles: list[Profile]) -> dict[tuple[str, str], str]:
    """Pairs of an application and somebody whom its team let read the draft."""
    refs = {profile.user_id: profile.ref for profile in profiles}
    advised = [(number, refs[user_id]) for number, user_id in advised_pairs(call) if user_id in refs]
    return dict.fromkeys(advised, "read the draft as an adviser of the team")


def conflict_of(application: Application, evaluator: Evaluator) -> str:
    """Why this pair must not be, in words that follow the evaluator's name; empty when nothing is known."""
    call = application.call
    question = question_of(call)
    readings = [reading for reading in question.readings if reading.number == application.number]
    if not readings:
        return "cannot be assigned: the application is not cleared for evaluation"
    profile = next((one for one in question.profiles if one.ref == evaluator.ref), None)
    if profile is None:
        return "has left the pool"
    return engines.conflict_between(question, profile, readings[0])
