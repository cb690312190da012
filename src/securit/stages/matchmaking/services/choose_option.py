"""What the team might apply for, and for how much."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from securit import money
from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.calls.public import Call
from securit.stages.matchmaking.team_models import Team, TeamMember, TeamOption, present_members
from securit.stages.matchmaking.team_selectors import OFFERED_STATES, full_call
from securit.stages.matchmaking.team_terms import MOST_OPTIONS, WHOLE

MOST_CENTS = 10**12


class CannotPlan(Refusal):
    """The call takes no teams now, the choice is there already, or an amount or share cannot be; ``field`` says which:
    option, cost, grant, or ``share_<ref>``."""


def choose_option(*, team: Team, call: Call, instrument: str, actor: Actor, at: datetime) -> TeamOption:
    """One more call and kind of support for the team to weigh. Raises :class:`CannotPlan`."""
    made: list[TeamOption] = []

    def write(row: Team) -> None:
        _require_choice(row, call, instrument, at)
        made.append(TeamOption.objects.create(programme=row.programme, team=row, call=call, instrument=instrument))

    note = Note(details={"call": call.ref, "instrument": instrument})
    perform(team, "plan", actor=actor, at=at, write=write, note=note)
    return made[0]


def drop_option(*, option: TeamOption, actor: Actor, at: datetime) -> Team:
    """The team no longer weighs it; an application that was opened from it stays."""

    def write(row: Team) -> None:
        TeamOption.objects.filter(pk=option.pk, team=row).delete()

    note = Note(details={"drop": option.ref})
    return perform(option.team, "plan", actor=actor, at=at, write=write, note=note)


def set_money(*, option: TeamOption, cost_cents: int, grant_cents: int, actor: Actor, at: datetime) -> Team:
    """The whole cost and the grant asked for; divided by the shares. Raises :class:`CannotPlan`."""
    for field, amount in (("cost", cost_cents), ("grant", grant_cents)):
        if not 0 <= amount <= MOST_CENTS:
            values = {"amount": money.euros(amount), "most": money.euros(MOST_CENTS)}
            sentence = _("%(amount)s cannot be; the most is %(most)s, the least nothing.") % values
            raise CannotPlan(sentence, code="amount_out_of_range", field=field)
    if grant_cents > cost_cents:
        values = {"grant": money.euros(grant_cents), "cost": money.euros(cost_cents)}
        sentence = _("The grant of %(grant)s is more than the cost of %(cost)s.") % values
        remedy = _("Enter the whole cost of the work; the grant is a part of it.")
        raise CannotPlan(sentence, code="grant_over_cost", remedy=remedy, field="grant")

    def write(row: Team) -> None:
        TeamOption.objects.filter(pk=option.pk, team=row).update(cost_cents=cost_cents, grant_cents=grant_cents)

    note = Note(details={"option": option.ref, "cost_cents": cost_cents, "grant_cents": grant_cents})
    return perform(option.team, "plan", actor=actor, at=at, write=write, note=note)


def share_out(*, team: Team, shares: Mapping[str, int], actor: Actor, at: datetime, version: int | None = None) -> Team:
    """The shares of members by their refs, in hundredths of a per cent. They need not add up yet; the page says so.

    Raises :class:`CannotPlan` for a share that cannot be, and ``Stale``.
    """
    members = {member.ref: member for member in present_members(team)}
    for ref, share in shares.items():
        if ref not in members or not 0 <= share <= WHOLE:
            sentence = _("A share is between 0 and 100 %.")
            raise CannotPlan(sentence, code="share_out_of_range", field=f"share_{ref}")
    changed = {ref: share for ref, share in shares.items() if members[ref].share != share}

    def write(row: Team) -> None:
        for ref, share in changed.items():
            TeamMember.objects.filter(team=row, ref=ref).update(share=share)

    return perform(team, "share_out", actor=actor, at=at, write=write, note=Note(details=changed), version=version)


def _require_choice(team: Team, call: Call, instrument: str, at: datetime) -> None:
    offered = call.programme_id == team.programme_id and call.state in OFFERED_STATES and at < call.deadline_at
    if not offered or instrument not in {i.code for i in call.terms.instruments}:
        sentence = _("This cannot be chosen: the rules of the call are not out, or its deadline has passed.")
        raise CannotPlan(sentence, code="not_offered", field="option")
    if team.options.filter(call=call, instrument=instrument).exists():
        sentence = _("The team weighs this already.")
        raise CannotPlan(sentence, code="option_twice", field="option", status=409)
    if team.options.count() >= MOST_OPTIONS:
        sentence = _("A team weighs at most %(most)d possibilities.") % {"most": MOST_OPTIONS}
        raise CannotPlan(sentence, code="too_many_options", remedy=_("Drop one of them first."), field="option")
    taken = [
        m
        for m in present_members(team)
        if m.state == "joined" and m.applies and full_call(team, m.organisation, [call])
    ]
    if taken:
        raise CannotPlan(
            _("One or more members take part in as many other teams for this call as its rules allow: %(most)d.")
            % {"most": call.terms.applications_per_organisation or 0},
            code="member_in_other_teams",
            remedy=_("Each sees its own teams under “My teams” and can leave one of them."),
            field="option",
            status=409,
        )
