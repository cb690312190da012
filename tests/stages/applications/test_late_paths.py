"""Every way in against the deadline: what arrives before it counts, what arrives at it or after is late.

Through the services the moment is given; through the pages it is the proxy's stamp where it can be believed, else the
clock of this machine.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from securit.kernel import clock
from securit.kernel.actor import SYSTEM
from securit.kernel.arrival import HEADER
from securit.kernel.refusals import Refusal
from securit.stages.applications.public import (
    add_member,
    attach_file,
    edit_member,
    save_draft,
    sign_off,
    start_application,
    withdraw_application,
)
from tests import worlds
from tests.stages.applications import teams
from tests.stages.applications.teams import PDF, Team, address
from tests.worlds import DEADLINE, WHILE_OPEN, acting, signed_in

SECOND = timedelta(seconds=1)
MOMENTS = {"-1 s": -SECOND, "0": timedelta(0), "+1 s": SECOND, "+1 h": timedelta(hours=1)}
LATE = "deadline_passed"
#: 03:00 in Brussels, the first moment after the hour that the clocks leave out.
IN_THE_NIGHT_OF_THE_CLOCKS = datetime(2022, 3, 27, 1, tzinfo=UTC)
PROXY = "10.0.0.1"


@dataclass(frozen=True)
class Stand:
    """One application of each kind that a late act could be tried on."""

    drafted: Team
    submitted: Team
    withdrawn: Team


def new(stand: Stand, at: datetime) -> None:
    lead = worlds.an_organisation("FR")
    actor = acting(worlds.a_person(represents=lead))
    start_application(call=stand.drafted.call, actor=actor, at=at, lead=lead)


def save(stand: Stand, at: datetime) -> None:
    save_draft(application=stand.drafted.fresh(), changes={"title": "Later"}, actor=stand.drafted.actor, at=at)


def file(stand: Stand, at: datetime) -> None:
    team = stand.drafted
    stream = io.BytesIO(PDF)
    attach_file(application=team.fresh(), field="plan", stream=stream, name="p.pdf", actor=team.actor, at=at)


def money(stand: Stand, at: datetime) -> None:
    edit_member(member=stand.drafted.member("member"), cost_cents=4_500_000, actor=stand.drafted.actor, at=at)


def join(stand: Stand, at: datetime) -> None:
    team, other = stand.drafted, worlds.an_organisation("IT")
    add_member(application=team.fresh(), organisation=other, actor=team.actor, at=at)


def sign(stand: Stand, at: datetime) -> None:
    member = stand.submitted.member("member")
    with transaction.atomic():
        changed = edit_member(member=member, cost_cents=4_500_000, actor=stand.submitted.actor, at=WHILE_OPEN)
        sign_off(member=changed, name="Sam", actor=SYSTEM, at=at)


def submit(stand: Stand, at: datetime) -> None:
    stand.drafted.submit(at)


def resubmit(stand: Stand, at: datetime) -> None:
    team = stand.submitted
    save_draft(application=team.fresh(), changes={"title": "Edited in time"}, actor=team.actor, at=WHILE_OPEN)
    team.submit(at)


def un_withdraw(stand: Stand, at: datetime) -> None:
    stand.withdrawn.submit(at)


def by_the_platform(stand: Stand, at: datetime) -> None:
    save_draft(application=stand.drafted.fresh(), changes={"title": "For you"}, actor=SYSTEM, at=at)


PATHS: tuple[Callable[[Stand, datetime], None], ...] = (
    new,
    save,
    file,
    money,
    join,
    sign,
    submit,
    resubmit,
    un_withdraw,
    by_the_platform,
)


@pytest.mark.parametrize("deadline", [DEADLINE, IN_THE_NIGHT_OF_THE_CLOCKS])
def test_every_path_is_open_until_the_deadline_and_shut_from_then_on(deadline: datetime, db: None) -> None:
    call = teams.an_open_call(deadline_at=deadline)
    stand = Stand(*(teams.a_complete_draft(call) for _ in range(3)))
    first = stand.submitted.submit(intent="the first press")
    stand.withdrawn.submit()
    actor = stand.withdrawn.actor
    withdraw_application(application=stand.withdrawn.fresh(), reason="Not now.", actor=actor, at=WHILE_OPEN)
    found = {
        (path.__name__, name): outcome(path, stand, deadline + after)
        for path in PATHS
        for name, after in MOMENTS.items()
    }
    assert found == {(path.__name__, name): "" if name == "-1 s" else LATE for path in PATHS for name in MOMENTS}
    assert stand.submitted.submit(deadline + timedelta(hours=1), intent="the first press").pk == first.pk


def outcome(path: Callable[[Stand, datetime], None], stand: Stand, at: datetime) -> str:
    """The code of the refusal, empty when it was done; nothing of it is kept."""
    with transaction.atomic():
        try:
            path(stand, at)
            said = ""
        except Refusal as refusal:
            said = refusal.code
        transaction.set_rollback(True)
    return said


# -- through the pages: whose clock counts -------------------------------------------------------------------------


@dataclass(frozen=True)
class Post:
    """A post: where the clock of this machine stands against the deadline, and what the proxy stamped (or did not)."""

    here: int
    stamped: int | None
    in_time: bool


POSTS = [
    Post(here=-90, stamped=None, in_time=True),
    Post(here=-30, stamped=600, in_time=True),  # a stamp from the future is not believed
    Post(here=60, stamped=-1, in_time=True),  # it waited for its turn behind the proxy
    Post(here=75, stamped=0, in_time=False),
    Post(here=90, stamped=1, in_time=False),
    Post(here=110, stamped=None, in_time=False),
    Post(here=180, stamped=-1, in_time=False),  # older than two minutes: not believed
    Post(here=600, stamped=-1, in_time=False),  # a clock ten minutes fast: health says so; the machine's own counts
    Post(here=3600, stamped=3599, in_time=False),
]


@pytest.mark.parametrize("trusted", [True, False])
def test_the_pages_go_by_the_stamp_where_it_can_be_believed(
    trusted: bool, client: Client, complete: Team, settings: Any
) -> None:
    settings.DEMO = True
    settings.TRUSTED_PROXY = PROXY if trusted else ""
    page = signed_in(client, complete.writer)
    found = []
    for post in POSTS:
        clock.set_now(DEADLINE + timedelta(seconds=post.here))
        headers = {} if post.stamped is None else {HEADER: stamp(post.stamped)}
        found.append(posted(page, complete, headers))
    expected = [post.in_time if trusted else post.here < 0 for post in POSTS]
    assert found == [(200, 302, 302) if in_time else (409, 409, 409) for in_time in expected]


def stamp(seconds: int) -> str:
    """What a proxy with a true clock writes for something that arrived so many seconds after the deadline."""
    return repr((DEADLINE + timedelta(seconds=seconds) - clock.shift()).timestamp())


def posted(page: Client, team: Team, headers: dict[str, str]) -> tuple[int, int, int]:
    """The statuses of an autosave, a save and a submission at that moment; nothing of them is kept."""
    typed = {"abstract": "Typed", "version": "1000"}
    wanted = [
        (address(team, "autosave", section="idea"), typed),
        (address(team, "section", section="idea"), typed),
        (address(team, "submit"), {"declared": "yes"}),
    ]
    found = []
    for url, data in wanted:
        with transaction.atomic():
            found.append(page.post(url, data, headers=headers, REMOTE_ADDR=PROXY).status_code)
            transaction.set_rollback(True)
    first, second, third = found
    return first, second, third
