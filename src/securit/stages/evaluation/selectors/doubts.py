"""What may be a conflict between evaluators and applicants, pair by pair, with the sentence that says so (R-39).

Meetings and introductions stand in ``ties``; here is what was stated, applied for together, or owned.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import F
from django.utils.translation import gettext as _

from securit.stages.applications.public import ApplicationVersion
from securit.stages.calls.public import Call
from securit.stages.challenges.public import Challenge
from securit.stages.evaluation.conflicts import doubts_about
from securit.stages.evaluation.contracts import Doubt, Former, Profile, Reading

#: By the application's number and the person's ref.
Doubts = Mapping[tuple[str, str], tuple[Doubt, ...]]


def doubts_in(call: Call, readings: Sequence[Reading], profiles: Sequence[Profile]) -> Doubts:
    """What may be a conflict among all these pairs. Two queries, and none where nobody or nothing is asked about."""
    if not readings or not profiles:
        return {}
    former, hosts = _by_person(_former(call), profiles), _hosts(call)
    found = {}
    for reading in readings:
        here = hosts.get(str(reading.content.get("challenge", "")), ())
        for profile in profiles:
            doubts = doubts_about(profile, reading, former=former[profile.ref], hosts=here)
            if doubts:
                found[reading.number, profile.ref] = doubts
    return found


def sentences_of(doubts: Iterable[Doubt], who: str) -> list[str]:
    """Each in a sentence; ``who`` is the person's name, or “You”."""
    return [_sentence(doubt, who) for doubt in doubts]


def _former(call: Call) -> list[Former]:
    """Applications of the programme's other calls, as far as they were submitted."""
    rows = ApplicationVersion.objects.filter(programme=call.programme_id, number=F("application__submitted_number"))
    values = ("application_id", "application__number", "content__members", "application__editors__user_id")
    editors: defaultdict[int, set[int]] = defaultdict(set)
    members: dict[int, tuple[str, frozenset[str]]] = {}
    others = rows.exclude(application__call=call).order_by("application_id", "id", "application__editors__user_id")
    for pk, number, content, user_id in others.values_list(*values):
        refs = (member.get("organisation", member).get("ref") for member in content or ())
        members[pk] = (number, frozenset(ref for ref in refs if ref))
        if user_id is not None:
            editors[pk].add(user_id)
    return [Former(number, frozenset(editors[pk]), refs) for pk, (number, refs) in members.items()]


def _by_person(former: Iterable[Former], profiles: Iterable[Profile]) -> defaultdict[str, list[Former]]:
    """Each person's own ones: those they wrote, or their organisations took part in."""
    by_user: defaultdict[int, list[Profile]] = defaultdict(list)
    by_organisation: defaultdict[str, list[Profile]] = defaultdict(list)
    for profile in profiles:
        by_user[profile.user_id].append(profile)
        for ref in profile.organisation_refs:
            by_organisation[ref].append(profile)
    found: defaultdict[str, list[Former]] = defaultdict(list)
    for each in former:
        near = [p.ref for user_id in each.editor_ids for p in by_user.get(user_id, ())]
        near += [p.ref for ref in each.organisation_refs for p in by_organisation.get(ref, ())]
        for ref in dict.fromkeys(near):
            found[ref].append(each)
    return found


def _hosts(call: Call) -> dict[str, tuple[str, ...]]:
    """Who owns each challenge, and who hosts its test, as the challenge names them."""
    rows = (
        Challenge.objects.filter(programme=call.programme_id).order_by("id").values_list("number", "owner", "test_site")
    )
    return {number: tuple(name for name in names if name) for number, *names in rows}


def _sentence(doubt: Doubt, who: str) -> str:
    words = {
        "past_employment": _("%(who)s stated to have worked for %(name)s in the last three years."),
        "past_collaboration": _("%(who)s stated a common project or publication with %(name)s."),
        "applied_together": _("%(who)s, or the organisation, applied together with %(name)s (%(record)s)."),
        "challenge_owner": _("%(name)s owns the challenge or hosts its test, and %(who)s works there."),
        "same_group": _("%(name)s names %(record)s as tied to it, which is tied to %(who)s."),
    }
    return words[doubt.code] % {"who": who, "name": doubt.applicant, "record": doubt.record}
