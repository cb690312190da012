"""What the teams do while a call is open: begin, write, sign off, submit, withdraw; all in the order of time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from securit.integrations.demo.cast import Cast
from securit.integrations.demo.sizes import state_sizes
from securit.integrations.synthetic.applications import SyntheticApplication, SyntheticMember
from securit.kernel.actor import Actor, link_holder
from securit.stages.applications.public import (
    Application,
    Member,
    add_member,
    save_draft,
    sign_off,
    start_application,
    submit_application,
    withdraw_application,
)
from securit.stages.calls.public import Call

#: How far between beginning and submitting, in hundredths, the text is saved and the members sign off.
SAVED, SIGNED = 55, 80
#: Of a draft that is left behind, only the first answers are written.
ANSWERS_OF_A_DRAFT = 9


@dataclass(frozen=True)
class Act:
    """One thing that somebody does at a moment."""

    at: datetime
    key: str
    place: int
    do: Callable[[datetime], object]
    last: bool = False


@dataclass
class Team:
    """One synthetic application on its way through the services; ``finished_at`` is when it is submitted or stands."""

    cast: Cast
    call: Call
    written: SyntheticApplication
    ceiling_cents: int
    application: Application | None = None
    members: list[Member] = field(default_factory=list)

    def acts(self) -> Iterator[Act]:
        """Everything that happens to it, each at its time."""
        begun = max(self.written.started_at, self.call.opens_at)
        until = self.written.submitted_at or begun + (self.call.deadline_at - begun) * 9 // 10
        steps: list[tuple[datetime, Callable[[datetime], object]]] = [(begun, self._begin)]
        steps.append((begun + (until - begun) * SAVED // 100, self._write))
        if self.written.submitted_at is not None:
            steps.append((begun + (until - begun) * SIGNED // 100, self._sign))
            steps.append((until, self._submit))
        if self.written.withdrawn_at is not None:
            steps.append((self.written.withdrawn_at, self._withdraw))
        for place, (at, do) in enumerate(steps):
            yield Act(at, self.written.key, place, do, last=place == len(steps) - 1)

    def _begin(self, at: datetime) -> None:
        lead = self._lead(at)
        self.application = start_application(call=self.call, actor=lead, at=at, synthetic=True)
        for minutes, written in enumerate(self.written.members, start=1):
            self.members.append(self._add(written, lead, at + timedelta(minutes=minutes)))

    def _add(self, written: SyntheticMember, lead: Actor, at: datetime) -> Member:
        return add_member(
            application=self._started(),
            organisation=self.cast.organisation(written.company, kind=written.declared_kind, at=at),
            role=written.role,
            contact_email=written.company.email,
            cost_cents=written.cost_cents,
            grant_cents=min(written.grant_cents, self.ceiling_cents),
            actor=lead,
            at=at,
        )

    def _write(self, at: datetime) -> None:
        changes: dict[str, Any] = {
            "title": self.written.title,
            "acronym": self.written.acronym,
            "instrument": self.written.instrument,
            "challenge": self.written.challenge,
            "answers": self._answers(),
        }
        self.application = save_draft(application=self._started(), changes=changes, actor=self._lead(at), at=at)
        companies = [said.company for said in self.written.members]
        state_sizes(self.members, companies, actor=self._lead(at), at=at)

    def _answers(self) -> Mapping[str, Any]:
        tasks = {member.ref: said.task for member, said in zip(self.members, self.written.members, strict=True)}
        answers = {**self.written.answers, "member_task": tasks}
        if self.written.submitted_at is not None:
            return answers
        return dict(list(answers.items())[:ANSWERS_OF_A_DRAFT])

    def _sign(self, at: datetime) -> None:
        signing = zip(self.members, self.written.members, strict=True)
        for hours, (member, said) in enumerate(signing):
            if said.signed_off or self.written.fate == "withdrawn":
                self._sign_one(member, said, at + timedelta(minutes=7 * hours))

    def _sign_one(self, member: Member, said: SyntheticMember, at: datetime) -> None:
        by_link = link_holder(member.ref, f"sign_off:{member.ref}")
        actor = self._lead(at) if said.role == "lead" else by_link
        sign_off(member=member, name=said.company.contact.full, actor=actor, at=at)

    def _submit(self, at: datetime) -> None:
        submit_application(application=self._started(), actor=self._lead(at), arrived_at=at)

    def _withdraw(self, at: datetime) -> None:
        reason = "One of us has to put its people on another project this year."
        withdraw_application(application=self._started(), reason=reason, actor=self._lead(at), at=at)

    def _lead(self, at: datetime) -> Actor:
        first = self.written.members[0]
        return self.cast.representative(first.company, kind=first.declared_kind, at=at)

    def _started(self) -> Application:
        assert self.application is not None
        return self.application


def play_applications(cast: Cast, call: Call, number: int, *, until: datetime, done: Callable[[], None]) -> None:
    """Everything the teams of the call do before ``until``; ``done`` is called once for each application.

    While the call is open, about two thirds of the applications are in already: the rush of the last days is drawn
    together into the days before ``until``.
    """
    written = cast.world.applications(number)
    if until < call.deadline_at:
        written = early(written, call, until)
    ceiling = min(call.terms.grant_per_member_cents or 10**12, call.programme.terms.ceiling.amount_cents)
    acts = [act for each in written for act in Team(cast, call, each, ceiling).acts()]
    for act in sorted(acts, key=lambda act: (act.at, act.key, act.place)):
        if act.at < until:
            act.do(act.at)
        if act.last:
            done()


def early(written: tuple[SyntheticApplication, ...], call: Call, until: datetime) -> tuple[SyntheticApplication, ...]:
    """The first two thirds, in the order of their arrival, arrive before ``until`` instead of before the deadline."""
    arriving = sorted((each for each in written if each.submitted_at), key=lambda each: (each.submitted_at, each.key))
    first = {each.key for each in arriving[: len(arriving) * 2 // 3]}
    pace = (until - call.opens_at) / (call.deadline_at - call.opens_at)
    return tuple(_at_pace(each, call, pace) if each.key in first else each for each in written)


def _at_pace(written: SyntheticApplication, call: Call, pace: float) -> SyntheticApplication:
    def earlier(moment: datetime) -> datetime:
        return call.opens_at + timedelta(seconds=int((moment - call.opens_at).total_seconds() * pace))

    return replace(
        written,
        started_at=earlier(max(written.started_at, call.opens_at)),
        submitted_at=written.submitted_at and earlier(written.submitted_at),
        withdrawn_at=written.withdrawn_at and earlier(written.withdrawn_at),
    )
