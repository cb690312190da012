"""Install the programmes: the main one with its own calendar, the examples with theirs moved to where we stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from securit.integrations.demo.cast import Cast
from securit.integrations.demo.script import Moment, Preparation
from securit.integrations.demo.workshops import hold_workshops, open_rehearsal, plan_workshops, validate_on_votes
from securit.integrations.programme_file import import_programme
from securit.kernel.actor import SYSTEM, Actor
from securit.programmes.definition import CalendarEntry, CallDefinition, ProgrammeDefinition
from securit.programmes.definition.periods import months_after
from securit.programmes.public import Programme, start_programme
from securit.stages.calls.public import Call, announce_call, open_due_calls, publish_call, record_notice
from securit.stages.challenges.public import Challenge, propose_challenge, publish_challenge

#: An example's calls have been open for at least so long when the demonstration begins.
OPEN_SINCE = timedelta(days=10)


def install_programme(cast: Cast, moment: Moment) -> Programme:
    """The main programme from its first day: people, challenges in elaboration or published, calls as drafts."""
    script = cast.world.script
    days = script.preparation
    definition = with_challenges_drafted(cast.world.programme(script.programme))
    programme = import_programme(definition, actor=SYSTEM, at=days.set_up)
    cast.hire(programme, tuple(cast.world.staff), at=days.set_up)
    manager = cast.staff("programme_manager")
    programme = start_programme(programme=programme, actor=manager, at=days.started)
    challenges = list(Challenge.objects.in_programme(programme).order_by("position"))
    workshops = plan_workshops(cast, programme)
    if moment.at < days.challenges_validated:
        _propose_all_but_the_last_of_each_domain(challenges, manager, days)
    else:
        challenges = [_proposed(each, manager, days) for each in challenges]
        hold_workshops(cast, workshops)
        challenges = validate_on_votes(cast, challenges, manager, days.challenges_validated)
        for challenge in challenges:
            publish_challenge(challenge=challenge, actor=manager, at=days.challenges_published)
    open_rehearsal(cast, programme, moment.at)
    return programme


def with_challenges_drafted(definition: ProgrammeDefinition) -> ProgrammeDefinition:
    """The same, with every challenge at its beginning: they reach their states one by one, each at its own time."""
    return replace(definition, challenges=tuple(replace(each, state="drafted") for each in definition.challenges))


def _propose_all_but_the_last_of_each_domain(challenges: list[Challenge], manager: Actor, days: Preparation) -> None:
    last = {challenge.domain_id: challenge.pk for challenge in challenges}
    for challenge in challenges:
        if challenge.pk not in last.values():
            propose_challenge(challenge=challenge, actor=manager, at=days.challenges_proposed)


def _proposed(challenge: Challenge, manager: Actor, days: Preparation) -> Challenge:
    return propose_challenge(challenge=challenge, actor=manager, at=days.challenges_proposed)


def announce(call: Call, cast: Cast) -> Call:
    """Tell the public that the call is coming."""
    return announce_call(call=call, actor=cast.staff("call_manager"), at=cast.world.script.calls[call.code].announced)


def publish(call: Call, cast: Cast) -> Call:
    """Record the notices, publish the call, and let it open at its time."""
    days = cast.world.script.calls[call.code]
    return _publish(call, cast, noticed=days.noticed, published=days.published)


def _publish(call: Call, cast: Cast, *, noticed: datetime, published: datetime) -> Call:
    manager = cast.staff("call_manager")
    for place, url in cast.world.script.notices.items():
        call = record_notice(call=call, place=place, url=url, seen_at=noticed, actor=manager, at=noticed)
    call = publish_call(call=call, actor=manager, at=published)
    open_due_calls(call.opens_at)
    call.refresh_from_db()
    return call


def install_example(cast: Cast, name: str, moment: Moment) -> Programme:
    """An example programme whose calls are open at the moment (in preparation, when it lies before their time)."""
    definition = cast.world.programme(name)
    definition = moved(definition, months_to_move(definition, moment.at))
    opens_at = min(call.opens_at for call in definition.calls)
    begun = min(opens_at - timedelta(days=70), moment.at - timedelta(days=7))
    programme = import_programme(definition, actor=SYSTEM, at=begun, synthetic=True)
    cast.hire(programme, cast.world.script.example_staff, at=begun)
    programme = start_programme(programme=programme, actor=cast.staff("programme_manager"), at=begun)
    if opens_at < moment.at:
        for call in Call.objects.in_programme(programme).order_by("id"):
            noticed = call.opens_at - timedelta(days=9)
            _publish(call, cast, noticed=noticed, published=noticed + timedelta(days=1))
    return programme


def months_to_move(definition: ProgrammeDefinition, at: datetime) -> int:
    """By how many months the example is moved so that all its calls have opened; none before their own time."""
    latest = max(call.opens_at for call in definition.calls)
    zone, months = ZoneInfo(definition.time_zone), 0
    while _moved_instant(latest, months + 1, zone) <= at - OPEN_SINCE:
        months += 1
    return months


def moved(definition: ProgrammeDefinition, months: int) -> ProgrammeDefinition:
    """The same programme so many months later, with all its days."""
    zone = ZoneInfo(definition.time_zone)
    return replace(
        definition,
        starts_on=months_after(definition.starts_on, months),
        ends_on=months_after(definition.ends_on, months),
        calendar=tuple(_moved_entry(entry, months) for entry in definition.calendar),
        calls=tuple(_moved_call(call, months, zone) for call in definition.calls),
    )


def _moved_entry(entry: CalendarEntry, months: int) -> CalendarEntry:
    return replace(entry, on=_moved_text(entry.on, months), until=_moved_text(entry.until, months))


def _moved_call(call: CallDefinition, months: int, zone: tzinfo) -> CallDefinition:
    return replace(
        call,
        announced_month=_moved_text(call.announced_month, months),
        opens_at=_moved_instant(call.opens_at, months, zone),
        deadline_at=_moved_instant(call.deadline_at, months, zone),
        cut_offs=tuple(_moved_instant(each, months, zone) for each in call.cut_offs),
        questions_close_at=call.questions_close_at and _moved_instant(call.questions_close_at, months, zone),
        planned_decision_on=_moved_text(call.planned_decision_on, months),
    )


def _moved_instant(moment: datetime, months: int, zone: tzinfo) -> datetime:
    there = moment.astimezone(zone)
    return datetime.combine(months_after(there.date(), months), there.time(), zone).astimezone(UTC)


def _moved_text(text: str, months: int) -> str:
    """A day (2022-04-26) or a month (2022-04), so many months later; nothing stays nothing."""
    if not text:
        return ""
    if len(text) == len("2022-04"):
        return months_after(date.fromisoformat(f"{text}-01"), months).isoformat()[:7]
    return months_after(date.fromisoformat(text), months).isoformat()
