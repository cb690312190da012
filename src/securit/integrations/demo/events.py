"""Events of the main programme: a webinar that was held, a brokerage day with its timetable, one that is coming."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML

from securit.integrations.demo.cast import Cast
from securit.integrations.demo.people import applicants_application
from securit.integrations.synthetic.applications import SyntheticApplication
from securit.integrations.synthetic.material import draw
from securit.kernel import refs
from securit.kernel.actor import Actor
from securit.machinery.documents.markdown import to_typst_data
from securit.machinery.documents.pdf import render_pdf
from securit.people.public import Organisation, User
from securit.programmes.public import Partner, Programme
from securit.stages.matchmaking.public import (
    Acceptance,
    Arrangement,
    Brokerage,
    Coming,
    Event,
    EventPlan,
    Meeting,
    Outcome,
    Registration,
    announce_event,
    arrange_brokerage,
    attach_material,
    brokerage_of,
    check_in,
    close_requests,
    finish_brokerage,
    form_team_after_meeting,
    hold_event,
    join_team,
    meetings_with,
    miss_event,
    note_outcome,
    open_requests,
    plan_event,
    propose_timetable,
    publish_timetable,
    register_for_event,
    replan_timetable,
    request_meeting,
)

HOST = "partner_safe"
LETTER = "machinery/documents/templates/plain_letter.typ"


def play_events(cast: Cast, programme: Programme, *, until: datetime) -> None:
    """What was planned, held and noted by then. Refs are drawn from a source of their own."""
    with refs.drawn_from(draw(cast.world.seed, "events")):
        stage = _Stage(cast, programme, until)
        stage.webinar()
        stage.brokerage()
        stage.coming()


class _Stage:
    """The events as far as a moment."""

    def __init__(self, cast: Cast, programme: Programme, until: datetime) -> None:
        self.cast, self.programme, self.until = cast, programme, until
        self.chance: Random = draw(cast.world.seed, "events", "chance")
        folder = cast.world.folder / cast.world.script.programme / "synthetic"
        self.script: Mapping[str, Any] = YAML(typ="safe", pure=True).load(
            (folder / "events.yaml").read_text(encoding="utf-8")
        )
        self.host = Partner.objects.filter(programme=programme, code=self.script["host"]).first()
        self.actor = cast.staff(HOST)

    def webinar(self) -> None:
        """Announced, held, with its material."""
        row = self.script["webinar"]
        if (announced := _moment(row["announced"])) >= self.until:
            return
        event = self._planned(row, "webinar", "online", announced, source=row["source"])
        begins = _moment(row["starts_at"])
        if begins >= self.until:
            return
        people = [self._comes(event, one, announced + timedelta(days=2)) for one in self.teams[: row["people"]]]
        for place, person in enumerate(people):
            act = miss_event if place < row["missed"] else check_in
            act(registration=person, actor=self.actor, at=begins + timedelta(minutes=place))
        event = hold_event(event=event, actor=self.actor, at=_moment(row["ends_at"]))
        attach_material(
            event=event,
            title=row["material"],
            stream=io.BytesIO(self._paper(event, row)),
            name="webinar.pdf",
            is_public=True,
            actor=self.actor,
            at=_moment(row["ends_at"]) + timedelta(hours=3),
        )

    def brokerage(self) -> None:
        """From the announcement to the notes after the meetings."""
        row = self.script["brokerage"]
        announced, computed = _moment(row["announced"]), _moment(row["computed"])
        if _moment(row["ends_at"]) >= self.until:
            return
        event = self._planned(row, "brokerage", "on_site", announced, place=row["place"])
        brokerage = self._arranged(event, row["sessions"], row["tables"], [], announced)
        people = [self._comes(event, one, announced + timedelta(days=5)) for one in self._with_applicant(row["people"])]
        brokerage = open_requests(brokerage=brokerage, actor=self.actor, at=_moment(row["requests_from"]))
        self._ask(brokerage, people, row["requests"], _moment(row["requests_from"]))
        brokerage = close_requests(brokerage=brokerage, actor=self.actor, at=computed)
        propose_timetable(brokerage=brokerage, actor=self.actor, at=computed)
        brokerage = publish_timetable(brokerage=brokerage, actor=self.actor, at=computed + timedelta(minutes=5))
        self._day(brokerage, people, row)
        self._together(people, row["teams"], _moment(row["ends_at"]) + timedelta(days=1))

    def coming(self) -> None:
        """Requests are open, so that a visitor can try it; the demonstration's applicant is asked."""
        row = self.script["coming"]
        zone = ZoneInfo(self.programme.terms.time_zone)
        day = (self.until + timedelta(days=row["days_ahead"])).astimezone(zone).date()
        begins = datetime.combine(day, time(14), tzinfo=zone).astimezone(UTC)
        at = self.until - timedelta(days=6)
        ends = begins + timedelta(hours=row["hours"])
        hours = {"starts_at": begins.isoformat(), "ends_at": ends.isoformat()}
        event = self._planned({**row, **hours}, "brokerage", "online", at)
        rooms = [f"https://rooms.example/brokerage-{number}" for number in range(1, row["rooms"] + 1)]
        brokerage = self._arranged(event, row["sessions"], 0, rooms, at)
        people = [self._comes(event, one, at + timedelta(hours=2)) for one in self._with_applicant(row["people"])]
        brokerage = open_requests(brokerage=brokerage, actor=self.actor, at=at + timedelta(hours=3))
        for asker in people[1:4]:
            self._request(brokerage, asker, people[0], at + timedelta(days=1))
        self._ask(brokerage, people[1:], row["requests"], at + timedelta(days=1))

    @cached_property
    def teams(self) -> list[SyntheticApplication]:
        """Who comes: leads of the second call's applications, each company once."""
        found = {one.members[0].company.code: one for one in self.cast.world.applications(2)}
        return [found[code] for code in sorted(found, key=lambda code: (code[-1], code))]

    def _with_applicant(self, count: int) -> list[SyntheticApplication]:
        """So many who come, first of all the applicant whom a visitor can be."""
        first = applicants_application(self.cast.world, "1")
        return [first, *(one for one in self.teams if one.members[0].company != first.members[0].company)][:count]

    def _planned(
        self, row: Mapping[str, Any], kind: str, mode: str, at: datetime, *, place: str = "", source: str = ""
    ) -> Event:
        plan = EventPlan(
            event_kind=kind,
            title=row["title"],
            summary=row["summary"],
            description=row["description"].strip(),
            starts_at=_moment(row["starts_at"]),
            ends_at=_moment(row["ends_at"]),
            mode=mode,
            time_zone=self.programme.terms.time_zone,
            place=place,
            link="" if place else "https://rooms.example/welcome",
            host=self.host,
            synthetic=True,
            source=source,
        )
        planned = plan_event(programme=self.programme, plan=plan, actor=self.actor, at=at)
        return announce_event(event=planned, actor=self.actor, at=at)

    def _arranged(self, event: Event, sessions: str, tables: int, rooms: list[str], at: datetime) -> Brokerage:
        brokerage = brokerage_of(event)
        assert brokerage is not None
        arrangement = Arrangement(sessions.strip(), 20, 5, tables, rooms, Acceptance.OPT_OUT, 20)
        return arrange_brokerage(brokerage=brokerage, arrangement=arrangement, actor=self.actor, at=at)

    def _comes(self, event: Event, team: SyntheticApplication, at: datetime) -> Registration:
        member = team.members[0]
        actor = self.cast.representative(member.company, kind=member.declared_kind, at=at)
        organisation: Organisation = self.cast.organisation(member.company, kind=member.declared_kind, at=at)
        meets = event.is_brokerage
        coming = Coming(
            organisation=organisation,
            takes_meetings=meets,
            offers=member.company.profile[:300] if meets else "",
            seeks=self.chance.choice(self.script["seeks"]) if meets else "",
        )
        user = User.objects.get(pk=actor.user_id or 0)
        return register_for_event(event=event, user=user, coming=coming, actor=actor, at=at)

    def _ask(self, brokerage: Brokerage, people: list[Registration], count: int, at: datetime) -> None:
        """So many requests; those at the front are sought after by more."""
        pairs: set[tuple[int, int]] = set()
        weights = [1 / (place + 2) for place in range(len(people))]
        while len(pairs) < count:
            asker, asked = self.chance.randrange(len(people)), self.chance.choices(range(len(people)), weights)[0]
            if asker != asked and (asked, asker) not in pairs:
                pairs.add((asker, asked))
        for number, (asker, asked) in enumerate(sorted(pairs, key=lambda pair: (sum(pair), pair))):
            self._request(brokerage, people[asker], people[asked], at + timedelta(minutes=7 * number))

    def _request(self, brokerage: Brokerage, asker: Registration, asked: Registration, at: datetime) -> None:
        request_meeting(
            brokerage=brokerage,
            asker=asker,
            asked=asked,
            priority=self.chance.choice((1, 2, 2, 3)),
            message=self.chance.choice(self.script["messages"]),
            actor=self._acting(asker),
            at=at,
        )

    def _day(self, brokerage: Brokerage, people: list[Registration], row: Mapping[str, Any]) -> None:
        """People arrive, one does not, the day is planned again; afterwards half of them say what came of it."""
        late, ends = _moment(row["late_at"]), _moment(row["ends_at"])
        for place, person in enumerate(people):
            act = miss_event if place == len(people) - 1 else check_in
            act(registration=person, actor=self.actor, at=late - timedelta(minutes=60 - place))
        propose_timetable(brokerage=brokerage, actor=self.actor, at=late)
        replan_timetable(brokerage=brokerage, actor=self.actor, at=late + timedelta(minutes=1), reason="A no-show.")
        for person in people[::2]:
            self._note(person, ends)
        finish_brokerage(brokerage=brokerage, actor=self.actor, at=ends)
        hold_event(event=brokerage.event, actor=self.actor, at=ends)

    def _note(self, person: Registration, at: datetime) -> None:
        for meeting in meetings_with(person).filter(state="planned"):
            interest = self.chance.choice(("yes", "yes", "maybe", "no"))
            step = self.chance.choice(("talk", "documents", "visit", "apply")) if interest == "yes" else "none"
            note_outcome(
                meeting=meeting,
                registration=person,
                outcome=Outcome(interest, step),
                actor=self._acting(person),
                at=at,
            )

    def _together(self, people: list[Registration], names: list[str], at: datetime) -> None:
        """After the day some of those who want to apply together form a team, one each; the visitor's is left free."""
        if at + timedelta(days=1) >= self.until:
            return
        busy = {people[0].pk}
        for person in people[2::2]:
            met = next((one for one in meetings_with(person) if self._wants(one, person, busy)), None)
            if met is None or not names or person.pk in busy:
                continue
            other = met.request.asked if met.request.asker_id == person.pk else met.request.asker
            busy |= {person.pk, other.pk}
            member = form_team_after_meeting(
                meeting=met, registration=person, name=names[0], role="member", actor=self._acting(person), at=at
            )
            later, actor = at + timedelta(days=1), self._acting(other)
            join_team(member=member, name=other.user.name, user=other.user, actor=actor, at=later)
            names = names[1:]

    def _wants(self, meeting: Meeting, person: Registration, busy: set[int]) -> bool:
        """Held, noted as worth an application, and the other is in no team yet."""
        other = meeting.request.asked_id if meeting.request.asker_id == person.pk else meeting.request.asker_id
        noted = meeting.notes.filter(registration=person, interest="yes", next_step="apply")
        return meeting.state == "held" and other not in busy and noted.exists()

    def _acting(self, person: Registration) -> Actor:
        return self.cast.acting(person.user)

    def _paper(self, event: Event, row: Mapping[str, Any]) -> bytes:
        data = {
            "sender": self.programme.title,
            "recipient": "",
            "place_and_date": "",
            "reference": "",
            "subject": event.title,
            "body": to_typst_data(row["description"]),
            "signature": self.programme.acronym,
        }
        return render_pdf(LETTER, data, title=row["material"], language="en", at=_moment(row["ends_at"]))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
