"""What happened in a team, in words, read from its trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kernel.models import AuditEntry
from securit.people.public import User
from securit.stages.matchmaking.team_models import Team

MOST_LINES = 100
#: What is told of each act; what is missing here is not worth a line.
_SAID = {
    "team.create": gettext_lazy("The team was formed"),
    "team.edit": gettext_lazy("Name or purpose changed"),
    "team.plan": gettext_lazy("Call or money changed"),
    "team.share_out": gettext_lazy("Shares changed"),
    "team.note": gettext_lazy("Something was written down"),
    "team.accept_terms": gettext_lazy("Confidentiality terms accepted"),
    "team.enter": gettext_lazy("A person entered the workspace"),
    "team.attach": gettext_lazy("A file was put in or taken out"),
    "team.renew_link": gettext_lazy("The link to the team was renewed"),
    "team.dissolve": gettext_lazy("The team was dissolved"),
    "team_member.create": gettext_lazy("Invited"),
    "team_member.ask": gettext_lazy("Invited again"),
    "team_member.edit": gettext_lazy("Role changed"),
    "team_member.join": gettext_lazy("Came into the team"),
    "team_member.decline": gettext_lazy("Declined"),
    "team_member.lead": gettext_lazy("Took over the lead"),
    "team_member.leave": gettext_lazy("Left"),
    "team_member.remove": gettext_lazy("Taken out"),
    "vacancy.create": gettext_lazy("A vacancy was opened"),
    "vacancy.fill": gettext_lazy("A vacancy was filled"),
    "vacancy.close": gettext_lazy("A vacancy was closed"),
    "interest.create": gettext_lazy("Would like to come in"),
    "interest.accept": gettext_lazy("Taken in"),
    "interest.decline": gettext_lazy("Not taken in"),
    "interest.withdraw": gettext_lazy("No longer interested"),
}


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One act on a team: when, what, about which organisation, by whom."""

    when: datetime
    title: str
    text: str
    who: str


def trail_of(team: Team) -> list[TrailLine]:
    """The newest first, at most :data:`MOST_LINES`. Four queries."""
    entries = list(AuditEntry.objects.filter(stream=f"team:{team.ref}", act__in=_SAID).order_by("-seq")[:MOST_LINES])
    users = User.objects.filter(ref__in={entry.actor_ref for entry in entries})
    names = {user.ref: user.name or _("a person") for user in users}
    about = _organisations(team)
    return [
        TrailLine(
            entry.at,
            str(_SAID[entry.act]),
            about.get(entry.subject_ref, ""),
            names.get(entry.actor_ref, _("the platform") if entry.actor_kind == "system" else _("by private link")),
        )
        for entry in entries
    ]


def _organisations(team: Team) -> dict[str, str]:
    """The names of those who were invited or asked, by the ref of the invitation or interest."""
    found: dict[str, str] = {}
    for rows in (team.members.order_by("id"), team.interests.order_by("id")):
        found |= dict(rows.values_list("ref", "organisation__legal_name"))
    return found
