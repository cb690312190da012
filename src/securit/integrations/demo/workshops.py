"""The three workshops of the main programme, a room that visitors can try, and the validation that rests on them."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from io import BytesIO
from random import Random
from typing import Any

from securit.integrations.demo.cast import Cast
from securit.integrations.synthetic.material import draw
from securit.kernel.actor import ANONYMOUS, Actor, link_holder
from securit.machinery.tabular.columns import Column
from securit.machinery.tabular.writing import write_csv
from securit.programmes.public import Domain, Partner, Programme
from securit.stages.challenges.public import (
    AgendaLine,
    Challenge,
    Credential,
    Evidence,
    Handout,
    Newcomer,
    Vote,
    Workshop,
    WorkshopPlan,
    adopt_minutes,
    announce_workshop,
    assess_challenge,
    cast_ballot,
    close_room,
    close_vote,
    draft_of_minutes,
    ethics_questions,
    hand_out_material,
    join_room,
    open_room,
    open_vote,
    plan_workshop,
    prepare_vote,
    reveal_vote,
    say_in_room,
    show_comment,
    validate_challenge,
    write_minutes,
)

HIGHEST = 5
HOST = "partner_safe"


def plan_workshops(cast: Cast, programme: Programme) -> list[Workshop]:
    """The three of them, announced; one per domain."""
    said = cast.world.material.workshops
    at = _moment(said["announced"])
    host = Partner.objects.filter(programme=programme, code=said["host"]).first()
    made = []
    for row in said["workshops"]:
        domain = Domain.objects.get(programme=programme, code=row["domain"])
        plan = WorkshopPlan(
            title=f"Workshop: {domain.title}",
            starts_at=_moment(row["starts_at"]),
            ends_at=_moment(row["ends_at"]),
            mode="online",
            challenges=_challenges(programme, domain),
            domain=domain,
            agenda=said["agenda"].strip(),
            agenda_lines=tuple(AgendaLine(**line) for line in said["agenda_lines"]),
            host=host,
            synthetic=True,
            source=said["source"],
        )
        planned = plan_workshop(programme=programme, plan=plan, actor=cast.staff(HOST), at=at)
        made.append(announce_workshop(workshop=planned, actor=cast.staff(HOST), at=at))
    return made


def hold_workshops(cast: Cast, workshops: list[Workshop]) -> None:
    """People come, vote and say something; the minutes are written the next day."""
    for workshop, row in zip(workshops, cast.world.material.workshops["workshops"], strict=True):
        _Meeting(cast, workshop, row).hold()


def open_rehearsal(cast: Cast, programme: Programme, at: datetime) -> Workshop:
    """A room that is open at the moment of the demonstration, with a vote in which four people have voted."""
    said = cast.world.material.workshops["rehearsal"]
    domain = Domain.objects.get(programme=programme, code=said["domain"])
    actor, begun = cast.staff(HOST), at - timedelta(hours=1)
    plan = WorkshopPlan(
        title=said["title"],
        starts_at=begun,
        ends_at=at + timedelta(days=60),
        mode="online",
        challenges=_challenges(programme, domain),
        domain=domain,
        agenda=said["agenda"].strip(),
        host=Partner.objects.filter(programme=programme, code=cast.world.material.workshops["host"]).first(),
        synthetic=True,
    )
    workshop = plan_workshop(programme=programme, plan=plan, actor=actor, at=begun)
    workshop = announce_workshop(workshop=workshop, actor=actor, at=begun)
    workshop = open_room(workshop=workshop, actor=actor, at=begun, code=said["code"])
    vote = prepare_vote(workshop=workshop, title=said["question"], form="rate", actor=actor, at=begun)
    vote = open_vote(vote=vote, actor=actor, at=begun)
    _Meeting(cast, workshop, said).vote_in(vote, begun)
    prepare_vote(workshop=workshop, title=said["second"], form="top_five", actor=actor, at=begun)
    return workshop


def validate_on_votes(cast: Cast, challenges: list[Challenge], actor: Actor, at: datetime) -> list[Challenge]:
    """Each challenge on the vote of its workshop, its ethics sheet filled in the day before."""
    sheets = cast.world.material.workshops["sheets"]
    votes = {
        option["number"]: vote
        for vote in Vote.objects.in_programme(challenges[0].programme).filter(state="closed").order_by("id")
        for option in vote.options
    }
    valid = []
    for challenge in challenges:
        sheet = _sheet(sheets.get(challenge.number, {}))
        assessed = assess_challenge(challenge=challenge, sheet=sheet, actor=actor, at=at - timedelta(days=1))
        vote = votes.get(challenge.number)
        evidence = Evidence(vote, "" if vote else "Decided by the consortium after the workshops.")
        valid.append(validate_challenge(challenge=assessed, evidence=evidence, actor=actor, at=at))
    return valid


class _Meeting:
    """One workshop while it takes place."""

    def __init__(self, cast: Cast, workshop: Workshop, row: Mapping[str, Any]) -> None:
        self.cast, self.workshop, self.row = cast, workshop, row
        self.actor = cast.staff(HOST)
        self.chance = draw(cast.world.seed, "room", workshop.title)

    def hold(self) -> None:
        """From the opening of the room to the adopted minutes."""
        begins, ends = self.workshop.starts_at, self.workshop.ends_at
        self.workshop = open_room(workshop=self.workshop, actor=self.actor, at=begins)
        criteria = self.cast.world.material.workshops["criteria"]
        vote = prepare_vote(
            workshop=self.workshop,
            title="How much does each challenge matter?",
            form="rate",
            criteria=criteria,
            actor=self.actor,
            at=begins,
        )
        vote = open_vote(vote=vote, actor=self.actor, at=begins + timedelta(minutes=80))
        self.vote_in(vote, begins)
        vote = close_vote(vote=vote, actor=self.actor, at=begins + timedelta(minutes=95))
        reveal_vote(vote=vote, actor=self.actor, at=begins + timedelta(minutes=96))
        self.workshop = close_room(workshop=self.workshop, actor=self.actor, at=ends)
        self._hand_out(ends + timedelta(hours=1))
        self._minute(ends + timedelta(days=1))

    def vote_in(self, vote: Vote, begins: datetime) -> None:
        """Everybody joins, votes once, and some say something."""
        sentences: dict[str, list[str]] = {}
        for kind, text in self.row.get("says", ()):
            sentences.setdefault(kind, []).append(text)
        countries = iter(self.row["countries"])
        for number, kind in enumerate(each for each, count in self.row["people"].items() for _ in range(count)):
            at = begins + timedelta(minutes=number % 9, seconds=7 * number)
            credential = Credential(_text(self.chance), _text(self.chance))
            newcomer = Newcomer(kind=kind, country=next(countries))
            participant = join_room(
                workshop=self.workshop, newcomer=newcomer, credential=credential, actor=ANONYMOUS, at=at
            )
            guest = link_holder(participant.ref, f"room:{self.workshop.ref}")
            cast_ballot(
                vote=vote,
                participant=participant,
                secret=credential.secret,
                sent={"marks": self._marks(vote, kind)},
                actor=guest,
                at=max(at, vote.opened_at or at),
            )
            for text in sentences.pop(kind, []):
                comment = say_in_room(participant=participant, text=text, actor=guest, at=begins + timedelta(hours=1))
                show_comment(comment=comment, actor=self.actor, at=begins + timedelta(minutes=62))

    def _marks(self, vote: Vote, kind: str) -> dict[str, dict[str, int]]:
        """Marks from 0 to 5 around what is liked, in tenths; one in ten has no opinion."""
        marks: dict[str, dict[str, int]] = {}
        for option in vote.options:
            number = option["number"]
            liked = self.row.get("liked", {}).get(number, 33)
            liked += self.row.get("leaning", {}).get(kind, {}).get(number, 0)
            for place, criterion in enumerate(vote.criteria):
                if self.chance.randrange(10) == 0:
                    continue
                tenths = liked - 4 * place + self.chance.randrange(-14, 15)
                marks.setdefault(number, {})[criterion["code"]] = min(HIGHEST, max(0, (tenths + 5) // 10))
        return marks

    def _hand_out(self, at: datetime) -> None:
        """The challenges as the room saw them, for everybody who was not there."""
        rows = [{"number": each.number, "title": each.title} for each in _challenges_of(self.workshop)]
        columns = [Column("number", "Challenge"), Column("title", "Title as shown in the room")]
        table = BytesIO(b"".join(write_csv(columns, rows, encoding="utf-8-sig")))
        handout = Handout("The proposed challenges, as shown in the room", file=table, file_name="challenges.csv")
        hand_out_material(workshop=self.workshop, handout=handout, actor=self.actor, at=at)

    def _minute(self, at: datetime) -> None:
        text = draft_of_minutes(self.workshop)
        written = write_minutes(workshop=self.workshop, text=text, actor=self.actor, at=at)
        self.workshop = adopt_minutes(workshop=written, actor=self.actor, at=at)


def _challenges(programme: Programme, domain: Domain) -> list[Challenge]:
    return list(Challenge.objects.in_programme(programme).filter(domain=domain).order_by("position", "id"))


def _challenges_of(workshop: Workshop) -> list[Challenge]:
    return [each.challenge for each in workshop.candidates.select_related("challenge").order_by("position", "id")]


def _sheet(answers: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    given = {code: {"answer": answer, "words": words} for code, (answer, words) in answers.items()}
    return {code: given.get(code, {"answer": "no", "words": ""}) for code in ethics_questions()}


def _text(chance: Random) -> str:
    return base64.urlsafe_b64encode(chance.randbytes(18)).decode()


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
