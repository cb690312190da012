"""The people of the office who work on a call, and what the platform sees between them and the applicants."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from securit.people.public import Membership, User
from securit.programmes.public import RoleGrant
from securit.stages.applications.public import ApplicationVersion, counting_versions
from securit.stages.calls.public import Call
from securit.stages.evaluation.conflict_models import StaffConflict
from securit.stages.evaluation.conflicts import seen
from securit.stages.evaluation.contracts import Profile, Reading
from securit.stages.evaluation.policy import DESKS


@dataclass(frozen=True, slots=True)
class Detected:
    """Somebody of the office with a conflict that nobody has stated yet."""

    user: User
    version: ApplicationVersion
    code: str
    says: str


def office_of(call: Call) -> list[User]:
    """Everybody who runs, checks or chairs the call, by name."""
    given = RoleGrant.objects.filter(programme=call.programme_id, state="given", role__in=DESKS.code.split("+"))
    here = given.filter(Q(call_ref="") | Q(call_ref=call.ref)).order_by()
    return list(User.objects.filter(pk__in=here.values("user_id")).order_by("name", "id"))


def detected_in(call: Call) -> list[Detected]:
    """Conflicts of the office with submitted applications that are seen and not recorded. Five queries."""
    people = office_of(call)
    organisations: defaultdict[int, set[str]] = defaultdict(set)
    belongs = Membership.objects.filter(user__in=people, state="active").order_by("id")
    for user_id, ref in belongs.values_list("user_id", "organisation__ref"):
        organisations[user_id].add(ref)
    known = set(StaffConflict.objects.of_call(call).values_list("application_id", "user_id"))
    profiles = [(user, _profile(user, frozenset(organisations[user.pk]))) for user in people]
    found = []
    for version in counting_versions(call).prefetch_related("application__editors"):
        editors = frozenset(editor.user_id for editor in version.application.editors.all())
        reading = Reading(version.application.number, version.content, editors)
        for user, profile in profiles:
            conflict = seen(profile, reading)
            if conflict and (version.application_id, user.pk) not in known:
                found.append(Detected(user, version, conflict.code, conflict.says))
    return found


def _profile(user: User, refs: frozenset[str]) -> Profile:
    return Profile(
        ref=user.ref,
        user_id=user.pk,
        email=user.email,
        institution="",
        country="",
        expertise=(),
        languages=(),
        max_load=0,
        organisation_refs=refs,
        name=user.name,
    )
