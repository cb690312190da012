"""The evaluation of one call: the pool, assignments, conflicts of interest, reports; as far as the moment allows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Literal

from django.db.models import Exists, OuterRef, QuerySet

from securit.integrations.demo.cast import Cast
from securit.integrations.demo.script import CallDays
from securit.integrations.demo.world import World
from securit.integrations.synthetic.material import draw
from securit.integrations.synthetic.people import Evaluator as Expert
from securit.integrations.synthetic.reviews import Conflict, SyntheticReview, conflicts, reviews
from securit.programmes.public import Programme
from securit.stages.calls.public import Call
from securit.stages.evaluation.public import (
    Assignment,
    Declaration,
    accept_contract,
    add_evaluator,
    begin_review,
    confirm_assignments,
    decide_declaration,
    declare,
    evaluation_progress,
    propose_assignments,
    publish_contract,
    save_review,
    submit_review,
)

Verdict = Literal["clear", "potential", "conflict"]

#: What a kind of conflict is declared as: the answer, and the code of its reason.
DECLARED_AS: dict[str, tuple[Verdict, str]] = {
    "employer": ("conflict", "past_employment"),
    "shareholding": ("conflict", "benefit"),
    "co_author": ("potential", "past_collaboration"),
    "past_project": ("potential", "past_collaboration"),
    "adviser": ("conflict", "preparing"),
    "family": ("conflict", "family"),
    "test_site": ("conflict", "benefit"),
}
CLEAR: tuple[Verdict, str] = ("clear", "")
#: The person with the conflict is seldom among those assigned; in so many of a hundred cases one of them has it.
MEETS_IN_HUNDRED = 35
ACCEPTED_IN_HUNDRED = 70
#: Invented, as the evaluators are: what they accept before anything is shown to them.
CONTRACT = """# What you do

You read the applications that are assigned to you and write one report on each, alone, by the published criteria.

# What stays confidential

- Whatever you read in an application, for good. You show it to nobody and enter it into no other service.
- That you evaluate, and with whom, until the programme publishes names.
- You delete what you downloaded when the call is decided.

# Impartiality

Before you see any content you declare for each application whether you have a conflict of interest, and again
whenever something comes to mind.

# Fee

The fee below is paid for each report that is handed in, after the evaluation of the call. (Synthetic text.)
"""
FEE_CENTS, MINUTES = 300_00, 6 * 60
ACCEPTED = "The work is finished, no money is owed either way, and the publication is not about this project."
UPHELD = "The common work touches the subject of the application; another expert reads it."
#: Most rounds of proposals until everybody has their reports.
MOST_ROUNDS = 8
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Act:
    """One thing that somebody does at a moment; acts of one moment follow their keys."""

    at: datetime
    key: str
    do: Callable[[datetime], object]


def fill_the_pool(cast: Cast, programme: Programme, experts: Iterable[Expert], *, at: datetime) -> None:
    """Take the experts into the pool of the programme, with what they know; each accepts the contract."""
    manager = cast.staff("call_manager")
    contract = publish_contract(
        programme=programme,
        text=CONTRACT,
        fee_cents=FEE_CENTS,
        minutes=MINUTES,
        pays_set_aside=True,
        actor=manager,
        at=at,
    )
    for expert in experts:
        user = cast.account(expert.email, expert.name.full, expert.country)
        evaluator = add_evaluator(
            programme=programme,
            user=user,
            country=expert.country,
            institution=expert.institution,
            expertise=_expertise(cast, expert),
            languages=expert.languages,
            max_load=expert.max_load,
            actor=manager,
            at=at,
            synthetic=True,
        )
        accept_contract(
            evaluator=evaluator, number=contract.number, signed_as=user.name, actor=cast.acting(user), at=at
        )


def playable(world: World) -> list[Expert]:
    """The experts that a visitor can be."""
    return [world.evaluators[int(part.key) - 1] for part in world.script.people if part.kind == "evaluator"]


def _expertise(cast: Cast, expert: Expert) -> list[str]:
    """Words of the field, and the challenges that need it."""
    words = [tag.replace("_", " ") for tag in expert.expertise]
    challenges = [t["challenge"] for t in cast.world.material.themes if expert.expertise[0] in t["tags"]]
    return [*words, *challenges]


@dataclass
class Panel:
    """The evaluation of one call, up to a moment. ``done`` is called for each declaration and each report."""

    cast: Cast
    call: Call
    number: int
    until: datetime
    done: Callable[[], None]

    def __post_init__(self) -> None:
        world = self.cast.world
        self.days: CallDays = world.script.calls[self.call.code]
        self.written = {each.acronym: each for each in world.applications(self.number)}
        self.experts = {each.email: each for each in world.evaluators}
        found = conflicts(world.material, world.evaluators, world.applications(self.number), seed=world.seed)
        self.conflicts = {each.application: each for each in found}
        self.waiting: list[Act] = []

    def assign(self) -> None:
        """Propose, confirm and declare, round after round, until every application has its readers."""
        again = (self.days.reassigned + timedelta(days=2 * n) for n in range(MOST_ROUNDS))
        self._rounds([self.days.assigned, *again])
        self._play(self.waiting)
        self._rounds([self.days.late + timedelta(days=n) for n in range(1, MOST_ROUNDS)])

    def _rounds(self, moments: list[datetime]) -> None:
        for at in moments:
            if at >= self.until:
                return
            progress = evaluation_progress(self.call)
            if progress.confirmed < progress.reports_needed:
                self._round(at)

    def _round(self, at: datetime) -> None:
        manager, first = self.cast.staff("call_manager"), at == self.days.assigned
        propose_assignments(call=self.call, actor=manager, at=at)
        confirmed_at = self.days.confirmed if first else at + timedelta(hours=2)
        if confirmed_at < self.until:
            confirm_assignments(call=self.call, actor=manager, at=confirmed_at)
            now, later = self._declarations(confirmed_at, first)
            self.waiting += later
            self._play(now)

    def _play(self, acts: Iterable[Act]) -> None:
        for act in sorted(acts, key=lambda act: (act.at, act.key)):
            if act.at < self.until:
                act.do(act.at)

    def _declarations(self, confirmed_at: datetime, first: bool) -> tuple[list[Act], list[Act]]:
        """What is declared within a day, and what waits: one declaration of each person a visitor can be."""
        now: list[Act] = []
        later: list[Act] = []
        known = {act.key for act in self.waiting}
        patient = {each.email for each in playable(self.cast.world)} if first else set()
        met: set[str] = set()
        for place, row in enumerate(self._asked()):
            key, email = row.application.number + row.evaluator.user.email, row.evaluator.user.email
            if key in known:
                continue
            conflict = self._conflict(row, first and row.application.number not in met)
            met.add(row.application.number)
            at = confirmed_at + timedelta(minutes=30 + draw(self.cast.world.seed, "declares", email).randrange(900))
            act = Act(at + timedelta(seconds=47 * place), key, partial(self._declare, row, conflict))
            if email in patient and conflict is None:
                patient.discard(email)
                later.append(replace(act, at=self.days.late))
            else:
                now.append(act)
        return now, later

    def _asked(self) -> QuerySet[Declaration]:
        rows = Declaration.objects.in_programme(self.call.programme).filter(application__call=self.call, state="asked")
        rows = rows.select_related("application__call", "application__programme", "evaluator__user", "programme")
        return rows.order_by("application__number", "evaluator__user__email")

    def _conflict(self, row: Declaration, may_meet: bool) -> Conflict | None:
        """The conflict between the two, if there is one: it is this expert's, or falls to the first one asked."""
        key = self.written[row.application.acronym].key
        conflict = self.conflicts.get(key)
        if conflict is None:
            return None
        is_theirs = conflict.evaluator == self.experts[row.evaluator.user.email].code
        meets = draw(self.cast.world.seed, "meets", key).randrange(100) < MEETS_IN_HUNDRED
        return conflict if is_theirs or (may_meet and meets) else None

    def _declare(self, row: Declaration, conflict: Conflict | None, at: datetime) -> None:
        actor = self.cast.acting(row.evaluator.user)
        verdict, code = DECLARED_AS[conflict.kind] if conflict else CLEAR
        note = conflict.reason if conflict else ""
        declare(declaration=row, verdict=verdict, reason_code=code, note=note, actor=actor, at=at)
        if verdict == "potential":
            self._decide(row, at + timedelta(hours=18))
        self.done()

    def _decide(self, row: Declaration, at: datetime) -> None:
        """The first possible conflict of the call waits for the last day, the others are decided on the next."""
        if not any(act.key.startswith("decide") for act in self.waiting):
            self.waiting.append(Act(self.days.late, f"decide {row.ref}", partial(self._decide_one, row)))
        elif at < self.until:
            self._decide_one(row, at)

    def _decide_one(self, row: Declaration, at: datetime) -> None:
        accept = draw(self.cast.world.seed, "accepts", row.application.acronym).randrange(100) < ACCEPTED_IN_HUNDRED
        handler = self.cast.staff("case_handler")
        decide_declaration(declaration=row, accept=accept, reason=ACCEPTED if accept else UPHELD, actor=handler, at=at)

    def report(self) -> None:
        """Every expert writes the reports on the applications assigned, one after the other."""
        acts: list[Act] = []
        for email, rows in self._assigned().items():
            chance = draw(self.cast.world.seed, "writes", self.call.code, email)
            chance.shuffle(rows)
            for place, row in enumerate(rows):
                acts += self._writing(row, (place + chance.random()) / len(rows))
        self._play(acts)

    def _assigned(self) -> dict[str, list[Assignment]]:
        """Confirmed assignments whose expert has declared no conflict, by address."""
        confirmed = Assignment.objects.in_programme(self.call.programme).filter(
            application__call=self.call, state="confirmed"
        )
        clear = Declaration.objects.filter(
            application=OuterRef("application"), evaluator=OuterRef("evaluator"), state="clear"
        )
        rows = confirmed.filter(Exists(clear)).select_related("application__call", "evaluator__user", "programme")
        found: dict[str, list[Assignment]] = {}
        for row in rows.order_by("application__number", "evaluator__user__email"):
            found.setdefault(row.evaluator.user.email, []).append(row)
        return found

    def _writing(self, row: Assignment, share: float) -> Iterator[Act]:
        """Begun a day before it is handed in; ``share`` is where in the time between."""
        declared_at = max(self.days.reviewed_from, (row.confirmed_at or self.until) + timedelta(days=1))
        until = max(self.days.reviewed_until, declared_at + timedelta(days=8))
        begun = declared_at + timedelta(seconds=int((until - declared_at - DAY).total_seconds() * share))
        synthetic = self._review(row)
        yield Act(begun, f"{row.ref} 1", partial(self._begin, row, synthetic))
        yield Act(begun + DAY, f"{row.ref} 2", partial(self._submit, row, synthetic))

    def _review(self, row: Assignment) -> SyntheticReview:
        world, expert = self.cast.world, self.experts[row.evaluator.user.email]
        return reviews(world.material, self.written[row.application.acronym], [expert], seed=world.seed)[0]

    def _begin(self, row: Assignment, said: SyntheticReview, at: datetime) -> None:
        actor = self.cast.acting(row.evaluator.user)
        review = begin_review(assignment=row, actor=actor, at=at)
        if at + DAY >= self.until:
            code = next(iter(said.scores))
            written = {code: said.scores[code]}
            save_review(review=review, scores=written, comments={code: said.comments[code]}, actor=actor, at=at)

    def _submit(self, row: Assignment, said: SyntheticReview, at: datetime) -> None:
        actor = self.cast.acting(row.evaluator.user)
        review = begin_review(assignment=row, actor=actor, at=at)
        saved_at = at - timedelta(minutes=2)
        review = save_review(review=review, scores=said.scores, comments=said.comments, actor=actor, at=saved_at)
        submit_review(review=review, actor=actor, at=at)
        self.done()
