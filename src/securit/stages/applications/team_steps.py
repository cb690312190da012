"""Where an application and the team it came from differ, as the steps that would bring it after the team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from securit import money
from securit.stages.applications.models import Member
from securit.stages.matchmaking.public import Teammate


@dataclass(frozen=True, slots=True)
class Step:
    """Take ``mate`` in, take ``member`` out, or change the one into the other."""

    mate: Teammate | None
    member: Member | None

    @property
    def sentence(self) -> str:
        """What differs, in words."""
        if self.member is None:
            assert self.mate is not None
            sentence = _("%(name)s is in the team and not in the application.")
            return sentence % {"name": self.mate.organisation.legal_name}
        name = self.member.organisation.legal_name
        if self.mate is None:
            return _("%(name)s is in the application and not in the team.") % {"name": name}
        values = {
            "name": name,
            "team": _figures(self.mate.leads, self.mate.cost_cents, self.mate.grant_cents),
            "application": _figures(self.member.leads, self.member.cost_cents, self.member.grant_cents),
        }
        return _("%(name)s – in the team: %(team)s; in the application: %(application)s.") % values


def steps_to(mates: Sequence[Teammate], members: Sequence[Member]) -> list[Step]:
    """The differences: new members come in first, then the lead changes hands, then figures; those who go, last."""
    by_organisation = {member.organisation_id: member for member in members}
    pairs = [(mate, by_organisation.pop(mate.organisation.pk, None)) for mate in mates]
    differing = [Step(mate, member) for mate, member in pairs if member is None or _differs(mate, member)]
    return [*sorted(differing, key=_order), *(Step(None, member) for member in by_organisation.values())]


def _order(step: Step) -> tuple[bool, bool]:
    return step.member is not None, not (step.mate is not None and step.mate.leads)


def _differs(mate: Teammate, member: Member) -> bool:
    """By role, and by money once the team has divided it."""
    if mate.leads != member.leads:
        return True
    return mate.cost_cents is not None and (mate.cost_cents, mate.grant_cents) != (
        member.cost_cents,
        member.grant_cents,
    )


def _figures(leads: bool, cost_cents: int | None, grant_cents: int | None) -> str:
    if cost_cents is None or grant_cents is None:
        return _("lead") if leads else _("member")
    values = {
        "role": _("lead") if leads else _("member"),
        "cost": money.euros(cost_cents),
        "grant": money.euros(grant_cents),
    }
    return _("%(role)s, cost %(cost)s, grant %(grant)s") % values
