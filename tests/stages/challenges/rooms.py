"""Situations around a live room, in domain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

from securit.kernel.actor import ANONYMOUS, SYSTEM, Actor, link_holder
from securit.programmes.public import Programme
from securit.stages.challenges.models import Participant, Vote, Workshop
from securit.stages.challenges.public import (
    Answers,
    Challenge,
    Credential,
    Handout,
    Material,
    Newcomer,
    Registration,
    WorkshopPlan,
    announce_workshop,
    cast_ballot,
    close_vote,
    draft_challenge,
    hand_out_material,
    invite_people,
    join_room,
    open_room,
    open_vote,
    plan_workshop,
    prepare_vote,
    propose_challenge,
)
from securit.stages.challenges.services.cast_ballot import Receipt
from tests.worlds import BEFORE, a_programme, small_programme

NUMBERS = ("1.1", "1.2", "1.10")


def proposed_challenges(programme: Programme, numbers: Sequence[str] = NUMBERS) -> list[Challenge]:
    """Challenges that wait for validation."""
    from dataclasses import replace

    made = []
    for position, number in enumerate(numbers):
        definition = replace(small_programme().challenges[0], number=number, title=f"Challenge {number}")
        drafted = draft_challenge(
            programme=programme, definition=definition, position=position, actor=SYSTEM, at=BEFORE
        )
        made.append(propose_challenge(challenge=drafted, actor=SYSTEM, at=BEFORE))
    return made


def a_plan(challenges: Sequence[Challenge] = (), **changes: Any) -> WorkshopPlan:
    """Two hours, online."""
    said = {"title": "Workshop on darkness", "starts_at": BEFORE, "ends_at": BEFORE + timedelta(hours=2)}
    return WorkshopPlan(**{**said, "mode": "online", "challenges": challenges, **changes})


def a_workshop(programme: Programme | None = None, numbers: Sequence[str] = NUMBERS, **changes: Any) -> Workshop:
    """Announced, with three proposed challenges."""
    programme = programme or a_programme()
    plan = a_plan(proposed_challenges(programme, numbers), **changes)
    workshop = plan_workshop(programme=programme, plan=plan, actor=SYSTEM, at=BEFORE)
    return announce_workshop(workshop=workshop, actor=SYSTEM, at=BEFORE)


def an_open_room(programme: Programme | None = None, **changes: Any) -> Workshop:
    """A room that people can join."""
    return open_room(workshop=a_workshop(programme, **changes), actor=SYSTEM, at=BEFORE)


def an_open_vote(workshop: Workshop | None = None, form: str = "rate", **changes: Any) -> Vote:
    """A vote that people can take part in."""
    workshop = workshop or an_open_room()
    vote = prepare_vote(workshop=workshop, title="Which first?", form=form, actor=SYSTEM, at=BEFORE, **changes)
    return open_vote(vote=vote, actor=SYSTEM, at=BEFORE)


@dataclass
class Phone:
    """Somebody in the room, with what their phone holds."""

    participant: Participant
    credential: Credential

    @property
    def actor(self) -> Actor:
        """Who acts."""
        return link_holder(self.participant.ref, f"room:{self.participant.workshop.ref}")

    def votes(self, vote: Vote, content: Mapping[str, Any], *, revision: int = 0) -> Receipt:
        """Send a ballot."""
        return cast_ballot(
            vote=vote,
            participant=self.participant,
            secret=self.credential.secret,
            sent=content,
            actor=self.actor,
            at=BEFORE,
            revision=revision,
        )


def a_phone(workshop: Workshop, kind: str = "integrator", **said: str) -> Phone:
    """Somebody joins."""
    credential = Credential.fresh()
    newcomer = Newcomer(kind=kind, country=said.pop("country", "FR"), **said)
    participant = join_room(workshop=workshop, newcomer=newcomer, credential=credential, actor=ANONYMOUS, at=BEFORE)
    return Phone(participant, credential)


def marks(*given: int | None) -> dict[str, Any]:
    """A rating of the three challenges on the one criterion; ``None`` is no opinion."""
    return marks_on(NUMBERS, given)


def marks_on(numbers: Sequence[str], given: Sequence[int | None]) -> dict[str, Any]:
    """A rating of these challenges on the one criterion."""
    return {"marks": {number: {"c1": mark} for number, mark in zip(numbers, given, strict=True) if mark is not None}}


def a_closed_vote(workshop: Workshop | None = None) -> Vote:
    """Seven people have rated: four integrators like 1.1, three authorities 1.10."""
    vote = an_open_vote(workshop)
    for kind, mark in (*[("integrator", (5, 3, 1))] * 4, *[("authority", (1, 3, 4))] * 3):
        a_phone(vote.workshop, kind).votes(vote, marks_on([each["number"] for each in vote.options], mark))
    return close_vote(vote=vote, actor=SYSTEM, at=BEFORE)


def an_invitation(workshop: Workshop) -> Registration:
    """Anna Weber is asked to come."""
    anna = Answers("anna@post.example", "Anna Weber", "City of Example", "authority", "DE")
    invite_people(workshop=workshop, people=[anna], actor=SYSTEM, at=BEFORE)
    return Registration.objects.in_programme(workshop.programme).get(workshop=workshop)


def a_handout(workshop: Workshop) -> Material:
    """A small table for everybody."""
    handout = Handout("Slides", file=BytesIO(b"challenge,why\n8.1,dark\n"), file_name="slides.csv")
    return hand_out_material(workshop=workshop, handout=handout, actor=SYSTEM, at=BEFORE)
