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
    from securit.people.public import User
    from securit.programmes.public import Programme
    from securit.stages.calls.public import Call

PROGRAMME = Path(__file__).resolve().parent.parent / "data" / "lantern.yaml"
BEGINS = datetime(2022, 1, 3, 12, tzinfo=UTC)
STAFF = {
    "manager": ("Marit Manager", ["call_manager"]),
    "handler": ("Hugo Handler", ["case_handler"]),
    "coordinator": ("Cora Coordinator", ["programme_manager"]),
}
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
    from securit.kernel.actor import SYSTEM
    from securit.stages.calls.public import open_due_calls, publish_call, record_notice
    from tests import worlds

    people, call = small_world(), _call()
    for place in ("portal", "own_site"):
        record_notice(call=call, place=place, url="https://notices.example/1", seen_at=BEGINS, actor=SYSTEM, at=BEGINS)
    publish_call(call=worlds.fresh(call), actor=SYSTEM, at=BEGINS)
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


def versions(ref: str) -> dict[str, str]:
    """How many versions of the application were submitted."""
    from securit.stages.applications.public import Application

    return {"count": str(Application.objects.get(ref=ref).versions.count())}


def _synthetic(user: User) -> User:
    user.synthetic = True
    user.save(update_fields=["synthetic"])
    return user


def _programme() -> Programme:
    from securit.programmes.public import Programme

    return Programme.objects.get(slug="lantern")


def _call() -> Call:
    from securit.stages.calls.public import Call

    return Call.objects.in_programme(_programme()).get()


COMMANDS: dict[str, Callable[..., dict[str, Any]]] = {
    function.__name__: function for function in (small_world, another_team, open_call, versions)
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
