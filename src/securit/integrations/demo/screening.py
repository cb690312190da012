"""The admissibility and eligibility check of one call: what stands is cleared at once; a rejection takes two people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from securit.integrations.demo.cast import Cast
from securit.integrations.demo.script import CallDays
from securit.kernel.actor import Actor
from securit.programmes.public import Programme
from securit.stages.applications.public import Member
from securit.stages.calls.public import Call
from securit.stages.screening.public import (
    Screening,
    answer_clarification,
    clear_screening,
    clear_screenings,
    confirm_rejection,
    drafts_of,
    load_sanctions_list,
    open_screening,
    propose_rejection,
    request_clarification,
    send_letters,
    set_digest,
    settle_check,
    untold,
)

#: Limits of the European definition of an SME: staff, and turnover together with balance.
MOST_STAFF, MOST_TURNOVER_CENTS, MOST_BALANCE_CENTS = 249, 50_000_000_00, 43_000_000_00
#: So many of the doubtful ones wait until the last day: rejected only then, or found only then.
WAITING = 3

QUESTION = "One member had not signed off when the call closed. Does it take part as the application describes?"
ANSWER = "Yes. The person entitled to sign was travelling; the signed statement is attached to our mail of today."
SIGNED_LATER = "The member confirmed in writing, within the time given, that it takes part as described."
KEPT = "The company told us in writing which two of its applications it keeps; this is one of them."
TOO_LARGE = (
    "{name} states {staff} members of staff, {turnover} million euro of turnover and {balance} million euro of balance "
    "sheet total. It is above the limits of Recommendation 2003/361/EC and cannot receive a grant of this call as a "
    "small or medium-sized enterprise."
)


@dataclass(frozen=True)
class Desk:
    """Those who check one call, up to a moment. ``faults`` maps acronyms to what is wrong on purpose."""

    cast: Cast
    call: Call
    faults: dict[str, str]
    until: datetime

    @cached_property
    def days(self) -> CallDays:
        """When they work."""
        return self.cast.world.script.calls[self.call.code]

    @property
    def handler(self) -> Actor:
        """Who checks."""
        return self.cast.staff("case_handler")

    @property
    def second(self) -> Actor:
        """Who confirms."""
        return self.cast.staff("case_handler_2")

    def open_and_clear(self) -> None:
        """Open every check, clear what stands, ask or propose where something does not."""
        opened = open_screening(call=self.call, actor=self.cast.staff("call_manager"), at=self.days.screened)
        doubtful = [each for each in opened if _objections(each)]
        sound = [each for each in opened if each not in doubtful]
        clear_screenings(screenings=sound, actor=self.handler, at=self.days.cleared)
        unsigned, others = _split([s for s in doubtful if self._fault(s) == "member_not_signed_off"], doubtful)
        for screening in unsigned:
            self._ask(screening)
        kept, against = _split(self._kept(others), others)
        for screening in kept:
            self._settle(screening, KEPT, at=self.days.rejection_proposed)
        for waits, screening in enumerate(reversed(against)):
            self._reject(screening, waits)

    def _kept(self, doubtful: list[Screening]) -> list[Screening]:
        """Of the applications of a company that takes part in too many, the two that came in first."""
        several = [each for each in doubtful if self._fault(each) == "sme_in_too_many_applications"]
        return sorted(several, key=lambda each: each.screened_version.arrived_at)[:2]

    def _ask(self, screening: Screening) -> None:
        asked_at = self.days.cleared + timedelta(hours=3)
        screening = request_clarification(screening=screening, question=QUESTION, actor=self.handler, at=asked_at)
        if self.days.late < self.until:
            lead = self._lead_of(screening)
            screening = answer_clarification(
                screening=screening, answer=ANSWER, actor=lead, at=asked_at + timedelta(days=2)
            )
            self._settle(screening, SIGNED_LATER, at=self.days.late)

    def _settle(self, screening: Screening, reason: str, *, at: datetime) -> None:
        for check in screening.checks.order_by("position"):
            if check.blocks:
                check.screening = screening
                settle_check(check=check, result="met", reason=reason, actor=self.handler, at=at)
        clear_screening(screening=screening, actor=self.handler, at=at + timedelta(minutes=10))

    def _reject(self, screening: Screening, waits: int) -> None:
        """The one that waits longest is proposed late, some others are confirmed late."""
        late = self.days.late
        proposed_at = late if waits == 0 else self.days.rejection_proposed
        confirmed_at = late + timedelta(hours=4) if waits < WAITING else self.days.rejected
        if proposed_at < self.until:
            reason = " ".join(_objections(screening))
            screening = propose_rejection(screening=screening, reason=reason, actor=self.handler, at=proposed_at)
        if confirmed_at < self.until:
            confirm_rejection(screening=screening, actor=self.second, at=confirmed_at)
            self._tell(confirmed_at + timedelta(hours=1))

    def _tell(self, at: datetime) -> None:
        """The letters that wait, once an hour after the confirmation."""
        if at < self.until:
            waiting = list(untold(self.call, "rejected", self.second))
            send_letters(screenings=waiting, seen=set_digest(drafts_of(waiting, at=at)), actor=self.second, at=at)

    def _lead_of(self, screening: Screening) -> Actor:
        lead = Member.objects.get(application=screening.application_id, role="lead")
        return self.cast.known(lead.contact_email)

    def _fault(self, screening: Screening) -> str:
        return self.faults.get(screening.screened_version.content["acronym"], "")


def play_screening(cast: Cast, call: Call, number: int, *, until: datetime) -> None:
    """Check the applications of a closed call as far as ``until``."""
    days = cast.world.script.calls[call.code]
    if number == 1:
        load_invented_list(cast, call.programme, at=days.screened)
    faults = {each.acronym: each.intended_fault for each in cast.world.applications(number)}
    Desk(cast, call, faults, until).open_and_clear()


def load_invented_list(cast: Cast, programme: Programme, *, at: datetime) -> None:
    """A sanctions list on which nobody is real, and nobody of the demonstration stands."""
    with (cast.world.folder / cast.world.script.programme / "synthetic" / "sanctions-list.xml").open("rb") as file:
        load_sanctions_list(programme=programme, file=file, actor=cast.staff("case_handler"), at=at, synthetic=True)


def _split(chosen: list[Screening], among: list[Screening]) -> tuple[list[Screening], list[Screening]]:
    """The chosen ones, and the others."""
    return chosen, [each for each in among if each not in chosen]


def _objections(screening: Screening) -> list[str]:
    """What stands in the way, in sentences: tests that are not met, and figures above the limits of an SME.

    What the rule says about sizes was looked at: a person puts it into words of their own.
    """
    blocking = [check for check in screening.checks.all() if check.blocks and check.code != "platform:size"]
    open_tests = [f"{check.says} {check.reason}" for check in blocking]
    return [*open_tests, *_too_large(screening)]


def _too_large(screening: Screening) -> list[str]:
    found = []
    for member in screening.screened_version.content["members"]:
        stated = member["organisation"]
        rich = stated["turnover_cents"] > MOST_TURNOVER_CENTS and stated["balance_cents"] > MOST_BALANCE_CENTS
        if stated["headcount"] > MOST_STAFF or rich:
            found.append(
                TOO_LARGE.format(
                    name=member["legal_name"],
                    staff=stated["headcount"],
                    turnover=stated["turnover_cents"] // 100_000_000,
                    balance=stated["balance_cents"] // 100_000_000,
                )
            )
    return found
