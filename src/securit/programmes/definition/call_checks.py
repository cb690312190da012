"""Do the parts of one call agree with each other, and with the programme around it?"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from securit.kernel.rules_kept import keeps
from securit.machinery.shape import Path
from securit.money import euros
from securit.programmes.definition.calls import PARTS_OF_A_CALL, CallDefinition, Instrument
from securit.programmes.definition.criteria_checks import criteria_contradictions
from securit.programmes.definition.findings import Findings
from securit.programmes.definition.periods import earliest_deadline
from securit.programmes.definition.programme import ProgrammeDefinition
from securit.programmes.definition.rule_checks import rule_contradictions

MOST_MEMBERS = 20
"""A grant above this many times the ceiling is taken for a slip of the pen."""


def call_contradictions(programme: ProgrammeDefinition, call: CallDefinition, path: Path, found: Findings) -> None:
    """Note every contradiction inside ``call`` and between it and the programme."""
    _dates(programme, call, path, found)
    _cut_offs(programme, call, path, found)
    _codes(call, path, found)
    _references(programme, call, path, found)
    _step_before(programme, call, path, found)
    _within_the_ceiling(programme, call, path, found)
    _envelopes(call, path, found)
    for index, instrument in enumerate(call.instruments):
        _instrument(programme, call, instrument, (*path, "instruments", index), found)
    rule_contradictions(programme, call, path, found)
    criteria_contradictions(programme, call, path, found)
    _enough_evaluators(programme, call, path, found)
    _european_dimension(programme, call, path, found)


def _dates(programme: ProgrammeDefinition, call: CallDefinition, path: Path, found: Findings) -> None:
    zone = ZoneInfo(programme.time_zone)
    opens, closes = call.opens_at.astimezone(zone), call.deadline_at.astimezone(zone)
    found.day_or_month((*path, "planned_decision_on"), call.planned_decision_on)
    if closes <= opens:
        found.note(
            (*path, "deadline_at"),
            f"The deadline {closes:%Y-%m-%d %H:%M} is not after the opening {opens:%Y-%m-%d %H:%M}.",
        )
        return
    months = programme.profile.min_open_months
    earliest = earliest_deadline(call.opens_at, months, zone).astimezone(zone)
    if closes < earliest:
        found.note(
            (*path, "deadline_at"),
            f"The deadline {closes:%Y-%m-%d %H:%M} is too early: a call that opens on {opens:%Y-%m-%d} must stay open "
            f"{months} {'month' if months == 1 else 'months'}, until {earliest:%Y-%m-%d %H:%M} at least.",
        )
    if opens.date() < programme.starts_on:
        found.note((*path, "opens_at"), f"The call opens before the programme starts on {programme.starts_on}.")
    if closes.date() > programme.ends_on:
        found.note((*path, "deadline_at"), f"The call closes after the programme ends on {programme.ends_on}.")
    if call.questions_close_at is not None and not call.opens_at < call.questions_close_at <= call.deadline_at:
        found.note((*path, "questions_close_at"), "Questions end between the opening and the deadline.")
    decided = call.planned_decision_on
    if decided and decided < closes.date().isoformat()[: len(decided)]:
        found.note(
            (*path, "planned_decision_on"),
            f"The decision is planned ({decided}) before the deadline {closes:%Y-%m-%d}.",
        )
        return
    signed = (closes + timedelta(days=call.sign_off_days)).date().isoformat()
    if decided and call.sign_off_days and decided < signed[: len(decided)]:
        found.note(
            (*path, "sign_off_days"),
            f"Members may sign off until {signed}, after the planned decision ({decided}).",
        )
    if call.announced_month and call.announced_month > opens.date().isoformat()[:7]:
        found.note(
            (*path, "announced_month"),
            f"The month announced ({call.announced_month}) is after the opening {opens:%Y-%m-%d}.",
        )


def _cut_offs(programme: ProgrammeDefinition, call: CallDefinition, path: Path, found: Findings) -> None:
    if call.mode == "cut_offs" and not call.cut_offs:
        found.note((*path, "mode"), "A call with cut-offs needs at least one cut-off.")
    if call.mode != "cut_offs" and call.cut_offs:
        found.note((*path, "cut_offs"), "Only a call with the mode cut_offs has cut-offs.")
        return
    _gathering(call, path, found)
    zone = ZoneInfo(programme.time_zone)
    before = call.opens_at
    for index, moment in enumerate(call.cut_offs):
        if moment <= before:
            said = f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"
            found.note((*path, "cut_offs", index), f"The cut-off {said} is not after the one before, or the opening.")
        before = moment
    if call.cut_offs and call.cut_offs[-1] != call.deadline_at:
        found.note((*path, "cut_offs", len(call.cut_offs) - 1), "The last cut-off must be the deadline of the call.")


def _gathering(call: CallDefinition, path: Path, found: Findings) -> None:
    if call.gathered_every_days is not None and call.mode != "rolling":
        found.note((*path, "gathered_every_days"), "Only a rolling call is gathered every so many days.")
    if call.per_cut_off_cents is None:
        return
    if call.mode == "dated" or (call.mode == "rolling" and call.gathered_every_days is None):
        found.note((*path, "per_cut_off"), "Only a call that is gathered at cut-offs has money for each of them.")
    if call.per_cut_off_cents > call.budget_cents:
        found.note((*path, "per_cut_off"), "One cut-off cannot give more than the money of the call.")


def _codes(call: CallDefinition, path: Path, found: Findings) -> None:
    found.unique("envelopes", "code", [envelope.code for envelope in call.envelopes], path)
    found.unique("instruments", "code", [instrument.code for instrument in call.instruments], path)
    found.unique("eligibility", "code", [rule.code for rule in call.eligibility], path)
    found.unique("documents", "code", [document.code for document in call.documents], path)
    found.unique("quotas", "code", [quota.code for quota in call.quotas], path)
    seen: set[str] = set()
    for index, number in enumerate(call.challenges):
        if number in seen:
            found.note((*path, "challenges", index), f"The challenge “{number}” stands here a second time.")
        seen.add(number)


def _references(programme: ProgrammeDefinition, call: CallDefinition, path: Path, found: Findings) -> None:
    domains = [domain.code for domain in programme.domains]
    numbers = [challenge.number for challenge in programme.challenges]
    instruments = [instrument.code for instrument in call.instruments]
    for index, number in enumerate(call.challenges):
        found.known((*path, "challenges", index), number, numbers, "challenge")
    for index, envelope in enumerate(call.envelopes):
        found.known((*path, "envelopes", index, "domain"), envelope.domain, domains, "domain")
        found.known((*path, "envelopes", index, "instrument"), envelope.instrument, instruments, "instrument")
    choices = {"domain": domains, "challenge": numbers, "instrument": instruments}
    for index, quota in enumerate(call.quotas):
        if quota.value != "*" and quota.field in choices:
            found.known((*path, "quotas", index, "value"), quota.value, choices[quota.field], quota.field)
        if quota.at_least is None and quota.at_most is None:
            found.note((*path, "quotas", index), "A quota needs at_least, at_most or both.")
        elif quota.at_least is not None and quota.at_most is not None and quota.at_least > quota.at_most:
            found.note(
                (*path, "quotas", index, "at_least"), f"{quota.at_least} at least is more than {quota.at_most} at most."
            )
    for index, name in enumerate(call.illustrative):
        found.known((*path, "illustrative", index), name, PARTS_OF_A_CALL, "part of a call")


@keeps("R-02")
def _step_before(programme: ProgrammeDefinition, call: CallDefinition, path: Path, found: Findings) -> None:
    """A later step of a funnel opens once the call that it follows has closed; so there is no circle either."""
    closing = {each.code: each.deadline_at for each in programme.calls}
    found.known((*path, "follows"), call.follows, closing, "call")
    if call.follows in closing and call.opens_at <= closing[call.follows]:
        found.note((*path, "follows"), f"It opens before the call it follows, “{call.follows}”, has closed.")


@keeps("R-04")
def _within_the_ceiling(programme: ProgrammeDefinition, call: CallDefinition, path: Path, found: Findings) -> None:
    """What one member may receive in the call stays within the programme's ceiling."""
    ceiling = programme.ceiling.amount_cents
    if ceiling and call.grant_per_member_cents is not None and call.grant_per_member_cents > ceiling:
        found.note(
            (*path, "grant_per_member"),
            f"{euros(call.grant_per_member_cents)} for one member is above the programme's ceiling, {euros(ceiling)}.",
        )


@keeps("R-06")
def _envelopes(call: CallDefinition, path: Path, found: Findings) -> None:
    """What is kept apart stays within the money of the call."""
    kept = sum(envelope.amount_cents for envelope in call.envelopes)
    if kept > call.budget_cents:
        found.note(
            (*path, "envelopes"), f"The envelopes hold {euros(kept)}; the call has only {euros(call.budget_cents)}."
        )


def _instrument(
    programme: ProgrammeDefinition, call: CallDefinition, instrument: Instrument, path: Path, found: Findings
) -> None:
    most, ceiling = instrument.max_grant_cents, programme.ceiling.amount_cents
    if most == 0:
        found.note((*path, "max_grant"), "The largest grant is zero.")
    if instrument.min_grant_cents > most:
        found.note(
            (*path, "min_grant"),
            f"The least grant {euros(instrument.min_grant_cents)} is above the largest {euros(most)}.",
        )
    if most > call.budget_cents:
        found.note(
            (*path, "max_grant"), f"{euros(most)} for one grant is above the call's budget {euros(call.budget_cents)}."
        )
    if ceiling and most > MOST_MEMBERS * ceiling:
        found.note(
            (*path, "max_grant"),
            f"{euros(most)} for one grant needs more than {MOST_MEMBERS} members at the ceiling of {euros(ceiling)}.",
        )
    if instrument.rate == 0:
        found.note((*path, "rate"), "The rate is zero; nothing would be paid.")
    if instrument.trl_in is not None and instrument.trl_out is not None and instrument.trl_out < instrument.trl_in:
        found.note(
            (*path, "trl_out"), f"TRL {instrument.trl_out} at the end is below TRL {instrument.trl_in} at the start."
        )
    _payment_plan(instrument, path, found)


def _payment_plan(instrument: Instrument, path: Path, found: Findings) -> None:
    plan = instrument.payment_plan
    found.unique("payment_plan", "code", [tranche.code for tranche in plan], path)
    for index, tranche in enumerate(plan):
        if (tranche.share is None) == (tranche.amount_cents is None):
            found.note((*path, "payment_plan", index), "An instalment has either a share or an amount.")
    if all(tranche.share is not None for tranche in plan):
        total = sum((tranche.share or Decimal(0) for tranche in plan), Decimal(0))
        if total != 1:
            found.note(
                (*path, "payment_plan"), f"The shares of the instalments sum to {total}; they must sum to exactly 1."
            )
    elif all(tranche.amount_cents is not None for tranche in plan):
        paid = sum(tranche.amount_cents or 0 for tranche in plan)
        if paid != instrument.max_grant_cents:
            found.note(
                (*path, "payment_plan"),
                f"The instalments sum to {euros(paid)}; the largest grant is {euros(instrument.max_grant_cents)}.",
            )
    else:
        found.note((*path, "payment_plan"), "All instalments have a share, or all have an amount; here they are mixed.")


@keeps("R-41")
def _enough_evaluators(programme: ProgrammeDefinition, call: CallDefinition, path: Path, found: Findings) -> None:
    """As many reports per application as the rule profile asks for."""
    profile = programme.profile
    if call.evaluators_per_application < profile.min_evaluators:
        found.note(
            (*path, "evaluators_per_application"),
            f"The rule profile asks for at least {profile.min_evaluators} reports per application; "
            f"here it is {call.evaluators_per_application}.",
        )


@keeps("R-23")
def _european_dimension(programme: ProgrammeDefinition, call: CallDefinition, path: Path, found: Findings) -> None:
    """The European dimension is stated where the rule profile asks for it."""
    if programme.profile.european_dimension_required and not call.text.european_dimension:
        found.note(
            (*path, "text"), "The rule profile asks for the European dimension; the call text does not state it."
        )
