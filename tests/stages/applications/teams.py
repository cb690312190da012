"""Situations of applicants, built through the real services: an open call, a draft, a team, one full of canaries."""

from __future__ import annotations

import io
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.urls import reverse

from securit.integrations.programme_file import import_programme
from securit.kernel.actor import SYSTEM, Actor
from securit.machinery.forms import parse_form
from securit.people.public import Organisation, User
from securit.programmes.public import Programme, start_programme
from securit.stages.applications.public import (
    Application,
    ApplicationVersion,
    Member,
    add_member,
    attach_file,
    edit_member,
    save_draft,
    sign_off,
    start_application,
    submit_application,
)
from securit.stages.calls.public import Call, close_due_calls, open_due_calls, publish_call, record_notice
from tests import worlds
from tests.worlds import AFTER, BEFORE, OPENING, WHILE_OPEN

CANARY = "CANARY7Q4XZT"
#: What a sealed application must not show: words, the bytes of its file, its money.
MARKS = (CANARY, "41,377.13", "4137713", "41377.13")


def a_pdf(says: str) -> bytes:
    """The smallest sound PDF, with a comment."""
    body = (
        b"%PDF-1.4\n%"
        + says.encode()
        + b"\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n"
    )
    end = b"xref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Size 3>>\nstartxref\n%d\n%%%%EOF\n"
    return body + end % len(body)


PDF, MARKED_PDF = a_pdf("A plan"), a_pdf(CANARY)
FORM = {
    "title": "Application",
    "sections": [
        {
            "code": "idea",
            "title": "The idea",
            "fields": [
                {
                    "code": "abstract",
                    "type": "long_text",
                    "label": "What is the idea?",
                    "required": "true",
                    "max_words": "20",
                },
                {"code": "started", "type": "yes_no", "label": "Has the work begun?"},
                {
                    "code": "since",
                    "type": "text",
                    "label": "Since when?",
                    "required": "true",
                    "show_if": {"field": "started", "equals": "yes"},
                },
            ],
        },
        {
            "code": "papers",
            "title": "Papers",
            "fields": [
                {"code": "plan", "type": "file", "label": "A work plan", "max_mib": "1"},
                {"code": "task", "type": "long_text", "label": "What does this member do?", "per_member": "true"},
            ],
        },
    ],
}


def an_open_call(slug: str = "alpha", *, at: datetime = OPENING, **terms: Any) -> Call:
    """The small programme's call with ``terms`` changed, published with its notices and opened."""
    definition = worlds.a_definition(slug)
    (call,) = definition.calls
    form = parse_form(FORM)
    programme = import_programme(
        replace(definition, calls=(replace(call, **{"form": form, **terms}),)), actor=SYSTEM, at=BEFORE, synthetic=True
    )
    start_programme(programme=programme, actor=SYSTEM, at=BEFORE)
    drafted = Call.objects.in_programme(programme).get(code=call.code)
    for place in ("portal", "own_site"):
        url = f"https://{place.replace('_', '-')}.example.org/{slug}"
        drafted = record_notice(call=drafted, place=place, url=url, seen_at=BEFORE, actor=SYSTEM, at=BEFORE)
    publish_call(call=drafted, actor=SYSTEM, at=BEFORE)
    open_due_calls(at)
    return Call.objects.in_programme(programme).get(code=call.code)


@dataclass
class Team:
    """An application with the people around it."""

    call: Call
    application: Application
    writer: User
    lead: Organisation
    partner: Organisation
    members: dict[str, Member] = field(default_factory=dict)

    @property
    def programme(self) -> Programme:
        return self.call.programme

    @property
    def actor(self) -> Actor:
        return worlds.acting(self.writer)

    def fresh(self) -> Application:
        """The application as it stands in the database."""
        return Application.objects.in_programme(self.programme).get(pk=self.application.pk)

    def member(self, role: str = "lead") -> Member:
        """The member with this role as it stands in the database."""
        return Member.objects.in_programme(self.programme).exclude(state="removed").get(pk=self.members[role].pk)

    def submit(self, at: datetime = WHILE_OPEN, intent: str = "") -> ApplicationVersion:
        """Submit the draft as it stands."""
        return submit_application(application=self.fresh(), actor=self.actor, arrived_at=at, intent=intent)


def a_draft(call: Call, *, at: datetime = WHILE_OPEN, canary: str = "") -> Team:
    """A draft by one person who represents the lead, with a partner from abroad; nothing signed off yet."""
    lead = worlds.an_organisation("FR", legal_name=f"Lead {canary}" if canary else "", city=canary)
    partner = worlds.an_organisation("LT", legal_name=f"Partner {canary}" if canary else "")
    writer = worlds.a_person("Ana Writer", represents=lead)
    actor = worlds.acting(writer)
    application = start_application(call=call, actor=actor, at=at, lead=lead)
    team = Team(call, application, writer, lead, partner)
    team.members["lead"] = application.members.get(role="lead")
    team.members["member"] = add_member(
        application=application,
        organisation=partner,
        role="member",
        contact_email="partner@firm.example",
        cost_cents=4_000_000,
        grant_cents=2_000_000,
        actor=actor,
        at=at,
    )
    return team


def a_complete_draft(call: Call, *, at: datetime = WHILE_OPEN, canary: str = "") -> Team:
    """A draft that can be submitted: answered, funded, signed off by both members."""
    team = a_draft(call, at=at, canary=canary)
    changes = {
        "title": f"Safer bridges {canary}".strip(),
        "acronym": f"BRIDGE{canary[:20]}",
        "challenge": "1.1",
        "answers": {
            "abstract": f"We watch bridges {canary}".strip(),
            "started": "yes",
            "since": f"2021 {canary}".strip(),
        },
    }
    save_draft(application=team.application, changes=changes, actor=team.actor, at=at)
    edit_member(member=team.member(), cost_cents=5_000_000, grant_cents=3_000_000, actor=team.actor, at=at)
    for role in ("lead", "member"):
        sign_off(member=team.member(role), name=f"Signer {canary or role}", actor=SYSTEM, at=at)
    return team


def a_submission_with_canaries(call: Call) -> Team:
    """A submitted, sealed application with ``MARKS`` in every field, in the file and in the money."""
    team = a_complete_draft(call, canary=CANARY)
    edit_member(member=team.member("member"), cost_cents=4_137_713, actor=team.actor, at=WHILE_OPEN)
    sign_off(member=team.member("member"), name=f"Signer {CANARY}", actor=SYSTEM, at=WHILE_OPEN)
    task = {team.member(role).ref: f"Task {CANARY}" for role in ("lead", "member")}
    save_draft(application=team.fresh(), changes={"answers": {"task": task}}, actor=team.actor, at=WHILE_OPEN)
    attach_file(
        application=team.fresh(),
        field="plan",
        stream=io.BytesIO(MARKED_PDF),
        name=f"{CANARY}.pdf",
        actor=team.actor,
        at=WHILE_OPEN,
    )
    team.submit()
    return team


def close(call: Call) -> Call:
    """The call after its deadline, closed by the platform."""
    close_due_calls(AFTER)
    return Call.objects.in_programme(call.programme).get(pk=call.pk)


def address(team: Team, name: str, **kwargs: Any) -> str:
    """The address of a page of the team's application."""
    return reverse(f"applications:{name}", kwargs={"slug": team.programme.slug, "ref": team.application.ref, **kwargs})
