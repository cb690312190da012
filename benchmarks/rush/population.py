"""Who and what the rush meets: a programme with a call that takes applications and one that is closed.

Runs in a process of the installation: ``python -m benchmarks.rush.population CLIENTS SUBMITTED`` prints JSON. Each
client has an account, a session and a complete draft made through the real services. The submitted applications of the
closed call are copies of one, put into the tables side by side: they fill lists, and are in no trail.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from securit.people.public import User
    from securit.programmes.definition import ProgrammeDefinition
    from securit.stages.applications.public import Application
    from securit.stages.calls.public import Call

PASSWORD = "a long pass phrase for the rush"
PROGRAMME, OPEN, CLOSED = "securit", "OC1", "OC2"
#: The instrument and the challenge that every draft chooses, and the number of its companies.
INSTRUMENT, CHALLENGE, COMPANIES = "prototype", "1.1", 3
COUNTRIES = ("FR", "DE", "ES")
WORDS = "We see what moves between the walls and tell those who must act in time"


def populate(clients: int, submitted: int) -> dict[str, Any]:
    """Fill an empty installation; the addresses and sessions that the clients use."""
    from securit.kernel import clock
    from securit.kernel.actor import SYSTEM
    from securit.programmes.public import give_role
    from securit.stages.calls.public import Call, close_due_calls

    at = clock.now()
    begun = at - timedelta(days=90)
    programme = _programme(begun, at)
    opened, closed = (Call.objects.in_programme(programme).get(code=code) for code in (OPEN, CLOSED))
    people = _people(clients + 2)
    sample = _draft(closed, people[0], begun + timedelta(days=50), submit=True)
    _copies(sample, submitted - 1)
    close_due_calls(at)
    drafts = [_draft(opened, person, at - timedelta(days=1)) for person in people[1:-1]]
    give_role(programme=programme, user=people[-1], role="call_manager", actor=SYSTEM, at=begun)
    return {
        "programme": programme.slug,
        "open": OPEN,
        "closed": CLOSED,
        "password": PASSWORD,
        "staff": _session(people[-1], strong=True),
        "clients": [
            {"email": person.email, "ref": draft.ref, "session": _session(person)}
            for person, draft in zip(people[1:-1], drafts, strict=True)
        ],
    }


def _programme(begun: datetime, at: datetime) -> Any:
    """The demonstration's programme with its calls moved to today: one is open, one has just been over."""
    from securit.integrations.demo.world import World
    from securit.integrations.programme_file import import_programme
    from securit.kernel.actor import SYSTEM
    from securit.programmes.public import start_programme
    from securit.stages.calls.public import Call, open_due_calls, publish_call, record_notice

    definition = _moved(World().programme(PROGRAMME), begun, at)
    programme = import_programme(definition, actor=SYSTEM, at=begun, synthetic=True)
    programme = start_programme(programme=programme, actor=SYSTEM, at=begun)
    for call in Call.objects.in_programme(programme).order_by("id"):
        for place in ("portal", "own_site"):
            url = f"https://{place.replace('_', '-')}.example.org/{call.code}"
            call = record_notice(call=call, place=place, url=url, seen_at=begun, actor=SYSTEM, at=begun)
        publish_call(call=call, actor=SYSTEM, at=begun)
    open_due_calls(at)
    return programme


def _moved(definition: ProgrammeDefinition, begun: datetime, at: datetime) -> ProgrammeDefinition:
    opens_at, month = begun + timedelta(days=1), f"{at + timedelta(days=150):%Y-%m}"
    ends = {OPEN: at + timedelta(days=60), CLOSED: at - timedelta(hours=1)}
    calls = tuple(
        replace(
            call,
            announced_month="",
            opens_at=opens_at,
            deadline_at=ends[call.code],
            cut_offs=(),
            planned_decision_on=month,
        )
        for call in definition.calls
        if call.code in ends
    )
    first, last = (begun - timedelta(days=30)).date(), (at + timedelta(days=800)).date()
    challenges = tuple(replace(challenge, state="published") for challenge in definition.challenges)
    return replace(definition, starts_on=first, ends_on=last, calendar=(), calls=calls, challenges=challenges)


def _people(count: int) -> list[User]:
    """Accounts with one password; the password is hashed once."""
    from allauth.account.models import EmailAddress

    from securit.people.public import User

    first = User.objects.create_user(email="client.0@people.example", password=PASSWORD, name="Client 0")
    people = [first]
    for number in range(1, count):
        email = f"client.{number}@people.example"
        people.append(User.objects.create(email=email, name=f"Client {number}", password=first.password))
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in people
    )
    return people


def _draft(call: Call, writer: User, at: datetime, *, submit: bool = False) -> Application:
    from securit.kernel.actor import SYSTEM
    from securit.people.public import add_member as add_to_organisation
    from securit.people.public import register_organisation
    from securit.programmes.public import person
    from securit.stages.applications.public import (
        add_member,
        edit_member,
        save_draft,
        sign_off,
        start_application,
        submit_application,
    )

    companies = [
        register_organisation(
            legal_name=f"Company {country} {writer.pk}",
            kind="sme",
            country=country,
            register_number=f"{country}{writer.pk:06d}",
            actor=SYSTEM,
            at=at,
        )
        for country in COUNTRIES
    ]
    add_to_organisation(user=writer, organisation=companies[0], represents=True, actor=SYSTEM, at=at)
    actor = person(writer)
    application = start_application(call=call, actor=actor, at=at, lead=companies[0], synthetic=True)
    for company in companies[1:]:
        add_member(application=application, organisation=company, actor=actor, at=at)
    changes = {"title": f"Idea of {writer.name}", "instrument": INSTRUMENT, "challenge": CHALLENGE}
    members = list(application.members.order_by("position"))
    changes["answers"] = answers_to(call, [member.ref for member in members])
    application = save_draft(application=application, changes=changes, actor=actor, at=at)
    for member in members:
        money = {"cost_cents": 3_000_000, "grant_cents": 2_000_000}
        stated = edit_member(member=member, contact_email="office@member.example", actor=actor, at=at, **money)
        sign_off(member=stated, name="Sam Signer", actor=SYSTEM, at=at)
    if submit:
        submit_application(application=application, actor=actor, arrived_at=at)
    application.refresh_from_db()
    return application


def answers_to(call: Call, members: list[str]) -> dict[str, Any]:
    """An answer to every question of the call's form but the files, half as long as it may be."""
    from securit.stages.applications.content import form_of

    found: dict[str, Any] = {}
    for field in form_of(call).fields:
        answer = _answer(field)
        if answer is not None:
            found[field.code] = dict.fromkeys(members, answer) if field.per_member else answer
    return found


def _answer(field: Any) -> Any:
    kind, limits = str(field.type), field.limits
    if kind in ("text", "long_text"):
        words = WORDS.split()
        long = [words[number % len(words)] for number in range((limits.max_words or 80) // 2)]
        return " ".join(long)[: (limits.max_characters or 20_000) // 2]
    if kind in ("whole_number", "number"):
        return str(max(int(limits.least or 0), 6))
    if kind == "choice":
        return field.options[0].code
    if kind == "choices":
        return [field.options[0].code]
    return {"yes_no": "yes", "confirmation": "yes", "country": "FR", "email": "lead@people.example"}.get(kind)


def _copies(sample: Application, count: int) -> None:
    """The sample so many times more: application, editor, members and version."""
    from securit.kernel.refs import new_ref
    from securit.stages.applications.models import Application, ApplicationVersion, Editor, ListedVersion, Member

    version = sample.versions.get()
    members, writer = list(sample.members.order_by("position")), sample.created_by
    made = Application.objects.bulk_create(
        (_copy(sample, ref=new_ref(), number=f"{CLOSED}-{20_000 + n}", title=f"Idea {n}") for n in range(count)),
        batch_size=500,
    )
    common: dict[str, Any] = {"programme": sample.programme}
    Editor.objects.bulk_create((Editor(application=each, user=writer, **common) for each in made), batch_size=500)
    Member.objects.bulk_create(
        (_copy(member, ref=new_ref(), application=each) for each in made for member in members), batch_size=500
    )
    versions = ApplicationVersion.objects.bulk_create(
        (
            _copy(
                version,
                application=each,
                content={**version.content, "number": each.number, "title": each.title},
                arrived_at=version.arrived_at + timedelta(seconds=place),
            )
            for place, each in enumerate(made)
        ),
        batch_size=200,
    )
    ListedVersion.objects.bulk_create(
        (_copy(version.listed, version=each, title=each.content["title"]) for each in versions), batch_size=500
    )


def _copy(row: Any, **changes: Any) -> Any:
    names = [field.attname for field in row._meta.concrete_fields if not field.primary_key]
    made = type(row)(**{name: getattr(row, name) for name in names})
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def _session(user: User, *, strong: bool = False) -> str:
    """The key of a session in which this person is signed in."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["account_authentication_methods"] = [{"method": "mfa" if strong else "password"}]
    session.create()
    return str(session.session_key)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "securit.config.settings")
    import django

    django.setup()
    print(json.dumps(populate(int(sys.argv[1]), int(sys.argv[2]))))
