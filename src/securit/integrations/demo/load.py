"""``securit demo load``: fill an empty installation with the demonstration, all of it or nothing."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from securit.integrations.demo.applications import play_applications
from securit.integrations.demo.beside_reports import play_beside_reports
from securit.integrations.demo.cast import Cast
from securit.integrations.demo.consensus import play_consensus
from securit.integrations.demo.evaluation import Panel, fill_the_pool, playable
from securit.integrations.demo.events import play_events
from securit.integrations.demo.examples import play_example
from securit.integrations.demo.meeting import play_meeting
from securit.integrations.demo.needs import play_needs
from securit.integrations.demo.people import introduce
from securit.integrations.demo.programmes import announce, install_example, install_programme, publish
from securit.integrations.demo.progress import Progress
from securit.integrations.demo.questions import play_questions
from securit.integrations.demo.screening import play_screening
from securit.integrations.demo.script import CallDays, Moment
from securit.integrations.demo.selection import play_selection
from securit.integrations.demo.solutions import play_solutions
from securit.integrations.demo.teams import play_teams
from securit.integrations.demo.world import NoDemoHere, World
from securit.integrations.synthetic.material import draw
from securit.kernel import clock, refs
from securit.kernel.audit import trail
from securit.kernel.outbox import queue
from securit.programmes.public import Programme
from securit.stages.calls.public import Call, call_by_code, close_due_calls

#: The worker closes a call within so long after its deadline.
TICK = timedelta(seconds=8)


def cli_load(stage: str, progress_file: Path | None) -> int:
    """Load the demonstration at the moment called ``stage``; progress goes to ``progress_file``.

    Returns the exit status: 0 done, or there is something here already and nothing was changed; 2 where it cannot be.
    """
    if not settings.DEMO:
        return _refuse("The demonstration is loaded only where SECURIT_DEMO=1.")
    try:
        world = World()
    except NoDemoHere as missing:
        return _refuse(str(missing))
    if stage not in world.script.moments:
        return _refuse(f"STAGE is one of {', '.join(world.script.moments)}; “{stage}” is not.")
    if Programme.objects.exists():
        sys.stdout.write("This installation is not empty; nothing was changed.\n")
        return 0
    moment = world.script.moments[stage]
    load(world, moment, Progress(progress_file, expected_steps(world, moment)))
    sys.stdout.write(f"The demonstration stands at {moment.at:%d %B %Y}: {moment.says}.\n")
    return 0


def load(world: World, moment: Moment, progress: Progress) -> None:
    """Play the script up to the moment, in one transaction, and set the clock to it.

    Refs and numbers are drawn from the script's seed: every installation shows the same demonstration.
    """
    with transaction.atomic(), refs.drawn_from(draw(world.seed, "refs")):
        _play(Cast(world), moment, progress)
        clock.set_now(moment.at + timedelta(seconds=1))  # shifts are whole seconds; never before what has happened
    progress.finish("The demonstration is loaded.")


def expected_steps(world: World, moment: Moment) -> int:
    """About how much there is to do: two steps for an application, one for a declaration and one for a report."""
    steps = 0
    for number, days in enumerate(world.script.calls.values(), start=1):
        written = world.applications(number)
        submitted = sum(each.fate == "submitted" for each in written)
        steps += 2 * len(written) if days.published <= moment.at else 0
        steps += 3 * submitted if days.confirmed <= moment.at else 0
        steps += 3 * submitted * _share_of_reports(days, moment) // 100
    return max(1, steps)


def _share_of_reports(days: CallDays, moment: Moment) -> int:
    """How many of a hundred reports are in at the moment."""
    passed = (moment.at - days.reviewed_from) / (days.reviewed_until - days.reviewed_from)
    return int(100 * min(1.0, max(0.0, passed)))


def _play(cast: Cast, moment: Moment, progress: Progress) -> None:
    script = cast.world.script
    progress.doing("Setting up the programmes")
    programme = install_programme(cast, moment)
    progress.doing("End users and integrators tell their needs")
    play_needs(cast, programme, until=moment.at)
    _settle(min(script.preparation.challenges_validated, moment.at))
    progress.doing("Partners look for solutions")
    play_solutions(cast, programme, until=moment.at)
    for number, (code, days) in enumerate(script.calls.items(), start=1):
        call = call_by_code(programme, code)
        if days.announced <= moment.at:
            call = announce(call, cast)
        if days.published <= moment.at:
            _write(cast, publish(call, cast), number, moment, progress)
        if days.screened <= moment.at:
            _evaluate(cast, call_by_code(programme, code), number, moment, progress)
    progress.doing("The example programmes")
    for name in script.examples:
        example = install_example(cast, name, moment)
        fill_the_pool(cast, example, playable(cast.world), at=moment.at)
        if Call.objects.in_programme(example).filter(state="open").exists():
            play_example(cast, example, name)
        for call in Call.objects.in_programme(example).filter(state="open").order_by("code"):
            play_teams(cast, call, name, until=moment.at)
    introduce(cast, moment)
    progress.doing("Events: registrations, meetings, a timetable")
    play_events(cast, programme, until=moment.at)
    progress.doing("Companies look for partners")
    play_meeting(cast, programme, until=moment.at)
    _settle(moment.at)


def _write(cast: Cast, call: Call, number: int, moment: Moment, progress: Progress) -> None:
    """From the opening to the deadline, as far as the moment allows."""
    progress.doing(f"{call.title}: teams write and submit")
    play_teams(cast, call, cast.world.script.programme, until=moment.at)
    play_applications(cast, call, number, until=moment.at, done=partial(progress.step, 2))
    play_questions(cast, call, until=moment.at)
    if call.deadline_at <= moment.at:
        close_due_calls(call.deadline_at + TICK)
    _settle(min(call.deadline_at + TICK, moment.at))


def _evaluate(cast: Cast, call: Call, number: int, moment: Moment, progress: Progress) -> None:
    """From the deadline to the results, as far as the moment allows."""
    days = cast.world.script.calls[call.code]
    progress.doing(f"{call.title}: eligibility check")
    if number == 1:
        fill_the_pool(cast, call.programme, cast.world.evaluators, at=days.screened)
    play_screening(cast, call, number, until=moment.at)
    panel = Panel(cast, call, number, moment.at, progress.step)
    progress.doing(f"{call.title}: experts declare conflicts of interest")
    panel.assign()
    progress.doing(f"{call.title}: experts write their reports")
    play_beside_reports(cast, call, until=moment.at)
    panel.report()
    play_consensus(cast, call, until=moment.at)
    progress.doing(f"{call.title}: ranking, decision, results")
    play_selection(cast, call, until=moment.at)
    _settle(min(days.results, moment.at))


def _settle(at: datetime) -> None:
    """What the worker would have done by then: mails are handed over, the trail is sealed."""
    while queue.work_off(at=at):
        pass
    trail.seal(at=at)


def _refuse(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 2
