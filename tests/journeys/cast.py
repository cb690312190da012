"""The people of a journey, made through the real services inside the installation that the browser will visit.

``python -m tests.journeys.cast COMMAND`` runs with the environment of that installation and prints JSON: the journeys
themselves never open its database.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from securit.kernel.actor import Actor
    from securit.people.public import User
    from securit.programmes.public import Programme
    from securit.stages.applications.public import Application
    from securit.stages.calls.public import Call
    from securit.stages.matchmaking.public import Brokerage

PROGRAMME = Path(__file__).resolve().parent.parent / "data" / "lantern.yaml"
BEGINS = datetime(2022, 1, 3, 12, tzinfo=UTC)
STAFF = {
    "manager": ("Marit Manager", ["call_manager"]),
    "handler": ("Hugo Handler", ["case_handler"]),
    "coordinator": ("Cora Coordinator", ["programme_manager"]),
    "signer": ("Sven Signer", ["finance_officer"]),
}
ADA = "ada@archer.example"
#: Who comes to the brokerage day in a browser: name, organisation, country.
FOUR = (
    ("Pia Phone", "Phone Labs", "FR"),
    ("Paul Pocket", "Pocket Tools", "PL"),
    ("Dora Desk", "Desk Systems", "DE"),
    ("Dirk Dock", "Dock Services", "BE"),
)
EVALUATORS = ("Eva North", "Emil East", "Enna South", "Erik West")


def small_world() -> dict[str, str]:
    """The small programme runs, its call is drafted; staff and four evaluators have accounts. Name → their ref."""
    from securit.integrations.programme_file import import_programme
    from securit.kernel import clock
    from securit.kernel.actor import SYSTEM
    from securit.programmes.definition import parse
    from securit.programmes.public import start_programme
    from tests import worlds

    clock.set_now(BEGINS)
    definition = parse(PROGRAMME.read_text("utf-8"))
    programme = import_programme(definition, actor=SYSTEM, at=BEGINS, synthetic=True)
    programme = start_programme(programme=programme, actor=SYSTEM, at=BEGINS)
    people = {key: _synthetic(worlds.a_person(name, {programme: roles})).ref for key, (name, roles) in STAFF.items()}
    for name in EVALUATORS:
        people[name] = _synthetic(worlds.an_evaluator(programme, name=name).user).ref
    return people


def another_team() -> dict[str, str]:
    """Another team of two SMEs submits to the open call."""
    from securit.kernel import clock
    from tests import worlds

    application = worlds.a_submitted_application(_call(), arrived_at=clock.now())
    return {"number": application.number}


def open_call() -> dict[str, str]:
    """The small world with its call open, a complete draft of two SMEs with its writer, and drafts out of their reach.

    ``foreign`` is a draft of the same writer in another programme, ``others`` one of another team in this programme.
    """
    from securit.kernel import clock
    from securit.stages.calls.public import open_due_calls
    from tests import worlds

    people, call = small_world(), _published()
    elsewhere = worlds.a_published_call(worlds.a_programme("beta"))
    clock.set_now(worlds.WHILE_OPEN)
    open_due_calls(worlds.WHILE_OPEN)
    draft = worlds.a_draft(worlds.fresh(call))
    writer = draft.created_by
    assert writer is not None
    return people | {
        "writer": _synthetic(writer).ref,
        "draft": draft.ref,
        "others": worlds.a_draft(worlds.fresh(call)).ref,
        "foreign": worlds.a_draft(worlds.fresh(elsewhere), applicant=writer).ref,
        "partner": draft.members.get(role="member").organisation.register_number,
    }


def writing_together() -> dict[str, str]:
    """The small world with its call open, and a complete draft that three people of its two members write.

    Lena and Leo work for the lead, Petra for the partner; ``draft`` is the ref of the application.
    """
    from securit.stages.applications.public import share_with
    from tests import worlds

    people = open_call()
    application, actor = _the_draft(people["draft"])
    for name in ("Leo Lumen", "Petra Nocturne"):
        colleague = _synthetic(worlds.a_user(name))
        share_with(application=application, user=colleague, actor=actor, at=worlds.WHILE_OPEN)
        people[name.split()[0].lower()] = colleague.ref
    return people | {"lena": people["writer"]}


def forty_closed() -> dict[str, Any]:
    """The small world after the deadline with forty applications; ten of them have a lead named like a partner.

    A second case handler is ``second``; one of the ten teams writes as ``writer``, its application is ``asked``.
    """
    from securit.kernel import clock
    from securit.stages.calls.public import close_due_calls, open_due_calls
    from tests import worlds

    people, call = small_world(), _published()
    clock.set_now(worlds.WHILE_OPEN)
    open_due_calls(worlds.WHILE_OPEN)
    call, asked = worlds.fresh(call), ""
    for place in range(40):
        name = "" if place % 4 else "Northern Cluster"
        lead = worlds.an_organisation("FR", legal_name=name)
        writer = worlds.a_person(f"Writer {place}", represents=lead)
        said = {"abstract": f"Idea {place}: we see in the dark and act in time."}
        application = worlds.a_submitted_application(call, applicant=writer, answers=said, acronym=f"TEAM{place}")
        if name:
            people["writer"], asked = _synthetic(writer).ref, application.number
    clock.set_now(worlds.AFTER)
    close_due_calls(worlds.AFTER)
    second = worlds.a_person("Hanna Second", {_programme(): ["case_handler"]})
    return people | {"asked": asked, "second": _synthetic(second).ref}


def screened() -> dict[str, Any]:
    """How many checks stand in each state, and how many letters of a rejection were queued."""
    from securit.machinery.correspondence.models import Mail
    from securit.stages.screening.public import Letter, screening_progress

    letters = Letter.objects.filter(programme=_programme()).count()
    mails = Mail.objects.filter(key__startswith="screening.rejected").count()
    return {"states": screening_progress(_call()), "letters": letters, "mails": mails}


def partner_search() -> dict[str, str]:
    """The small world with its call open. Ada has an account and nothing else; Bruno speaks for an SME and Carla for a
    city, both with a listed profile. Name → their ref; Bruno's address; the numbers of both in their registers.
    """
    from securit.kernel import clock
    from securit.stages.calls.public import open_due_calls
    from tests import worlds
    from tests.stages.matchmaking.meetings import searching

    people = small_world()
    _published()
    clock.set_now(worlds.WHILE_OPEN)
    open_due_calls(worlds.WHILE_OPEN)
    bruno = searching(
        _programme(),
        person="Bruno Bauer",
        name="Bauer Optik GmbH",
        country="DE",
        at=worlds.WHILE_OPEN,
        summary="We grind lenses.",
        offers="Optics for cameras that see in the dark, in rain and in winter.",
        seeks="Somebody who builds cameras, and guards who use them at night.",
    )
    carla = searching(
        _programme(),
        person="Carla Conti",
        name="City of Porto Vecchio",
        country="IT",
        kind="public",
        at=worlds.WHILE_OPEN,
        summary="We run a port and its streets.",
        offers="A harbour quay for tests in winter, with guards on duty who try what is new.",
        seeks="Cameras that see people in the dark on a wet quay.",
        role_wished="end_user",
    )
    return people | {
        "ada": _synthetic(worlds.a_user("Ada Archer", email=ADA)).ref,
        "bruno": _synthetic(bruno.user).ref,
        "carla": _synthetic(carla.user).ref,
        "bruno's address": bruno.user.email,
        "bruno's number": bruno.profile.organisation.register_number,
        "carla's number": carla.profile.organisation.register_number,
    }


def brokerage_day() -> dict[str, Any]:
    """An announced day of nine rounds at fifteen tables, requests open; 56 are registered, four more have an account.

    The event's ref under ``event``, the four people's under their names.
    """
    from tests import worlds
    from tests.stages.matchmaking.events import a_brokerage_day

    people = small_world()
    brokerage = a_brokerage_day(_programme(), people=56, tables=15)
    for name, house, country in FOUR:
        organisation = worlds.an_organisation(country, legal_name=house)
        people[name.split()[0].lower()] = _synthetic(worlds.a_person(name, represents=organisation)).ref
    return people | {"event": brokerage.event.ref}


def requests() -> dict[str, str]:
    """A hundred requests among everybody who is registered by now, drawn at random; what the four asked stands."""
    from tests.stages.matchmaking.events import drawn_requests, people_of

    brokerage = _brokerage()
    known = {frozenset(pair) for pair in brokerage.requests.values_list("asker_id", "asked_id")}
    drawn = drawn_requests(brokerage, 100, besides=known)
    return {"people": str(len(people_of(brokerage))), "requests": str(len(drawn))}


def day() -> dict[str, Any]:
    """Each meeting that is not dropped with its round, table and two people, who was told of changes, who is absent."""
    from securit.machinery.correspondence.models import Mail
    from tests.stages.matchmaking.events import people_of

    rows = _brokerage().meetings.exclude(state="dropped").order_by("id")
    rows = rows.select_related("slot", "table", "request__asker__user", "request__asked__user")
    told = Mail.objects.filter(key__startswith="event:changed:").order_by("id").values_list("to", flat=True)
    return {
        "meetings": {
            row.ref: [
                row.slot.number,
                row.table.number,
                row.request.asker.user.email,
                row.request.asked.user.email,
            ]
            for row in rows
        },
        "told": list(told),
        "missed": [row.user.email for row in people_of(_brokerage()) if row.state == "missed"],
    }


def move(moment: str) -> dict[str, str]:
    """The programme's time is this moment, and goes on from it."""
    from django.db import transaction

    from securit.kernel import clock

    with transaction.atomic():
        clock.set_now(datetime.fromisoformat(moment))
    return {}


def versions(ref: str) -> dict[str, str]:
    """How many versions of the application were submitted."""
    from securit.stages.applications.public import Application

    return {"count": str(Application.objects.get(ref=ref).versions.count())}


def _the_draft(ref: str) -> tuple[Application, Actor]:
    """A draft, and the person who began it as an actor."""
    from securit.stages.applications.public import Application
    from tests import worlds

    application = Application.objects.get(ref=ref)
    assert application.created_by is not None
    return application, worlds.acting(application.created_by)


def _synthetic(user: User) -> User:
    user.synthetic = True
    user.save(update_fields=["synthetic"])
    return user


def _programme() -> Programme:
    from securit.programmes.public import Programme

    return Programme.objects.get(slug="lantern")


def _published() -> Call:
    """The call of the small world, published after its notices."""
    from securit.kernel.actor import SYSTEM
    from securit.stages.calls.public import publish_call, record_notice
    from tests import worlds

    call = _call()
    for place in ("portal", "own_site"):
        record_notice(call=call, place=place, url="https://notices.example/1", seen_at=BEGINS, actor=SYSTEM, at=BEGINS)
    return publish_call(call=worlds.fresh(call), actor=SYSTEM, at=BEGINS)


def _brokerage() -> Brokerage:
    from securit.stages.matchmaking.public import Brokerage

    return Brokerage.objects.in_programme(_programme()).select_related("event__programme", "programme").get()


def _call() -> Call:
    from securit.stages.calls.public import Call

    return Call.objects.in_programme(_programme()).get()


COMMANDS: dict[str, Callable[..., dict[str, Any]]] = {
    function.__name__: function
    for function in (
        *(small_world, another_team, open_call, writing_together, partner_search),
        *(brokerage_day, requests, day, move, versions),
        *(forty_closed, screened),
    )
}


def main(words: list[str]) -> int:
    """Run one command and print what it returns."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "securit.config.settings")
    import django

    django.setup()
    sys.stdout.write(json.dumps(COMMANDS[words[0]](*words[1:])))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
