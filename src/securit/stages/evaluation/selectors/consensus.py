"""Who takes part in a consensus, what each wrote and answered, and whom the rule proposes as rapporteur."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from securit.kernel.canonical import digest
from securit.programmes.public import Programme
from securit.stages.applications.public import Application
from securit.stages.evaluation.consensus_models import Consensus, ConsensusAnswer, standing_reports
from securit.stages.evaluation.consensus_rules import Candidate, lies_outside, proposed_rapporteur
from securit.stages.evaluation.models import Assignment, Evaluator, Review


@dataclass(frozen=True, slots=True)
class Voice:
    """One evaluator in the room. ``number`` is “Expert n”, in an order that nobody can trace back to a name."""

    number: int
    report: Review
    answer: ConsensusAnswer | None
    is_rapporteur: bool

    @property
    def evaluator(self) -> Evaluator:
        """Who it is; pages show it to the chair's side only."""
        return self.report.evaluator

    @property
    def has_answered(self) -> bool:
        """Whether nothing is missing from this evaluator for the draft as it stands."""
        return self.is_rapporteur or self.answer is not None


def reports_together(application: Application) -> list[Review]:
    """The standing reports on an application, in the order of “Expert 1 … n”."""
    rows = standing_reports().filter(programme=application.programme_id, application=application)
    return in_drawn_order(application, rows.select_related("evaluator__user"))


def in_drawn_order(application: Application, reports: Iterable[Review]) -> list[Review]:
    """Reports in an order drawn from digests: it follows neither names nor time, and is the same everywhere."""
    return sorted(reports, key=lambda review: digest([application.ref, review.evaluator.ref]))


def voices_of(consensus: Consensus) -> list[Voice]:
    """Everybody in the room with their report and their answer to the draft as it stands. Two queries."""
    answers = {
        answer.evaluator_id: answer
        for answer in consensus.answers.filter(draft_number=consensus.draft_number).order_by("id")
    }
    return [
        Voice(number, report, answers.get(report.evaluator_id), report.evaluator_id == consensus.rapporteur_id)
        for number, report in enumerate(reports_together(consensus.application), start=1)
    ]


def rooms_of(programme: Programme, user_id: int) -> list[tuple[Consensus, str]]:
    """The open rooms that a person takes part in, each with what they are to do there, if anything. Two queries."""
    mine = standing_reports().filter(programme=programme, evaluator__user_id=user_id).order_by()
    rows = Consensus.objects.in_programme(programme).filter(application__in=mine.values("application"))
    rooms = list(rows.exclude(state="closed").select_related("application", "rapporteur").order_by("opened_at", "id"))
    answered = set(
        ConsensusAnswer.objects.filter(programme=programme, consensus__in=rooms, evaluator__user_id=user_id)
        .order_by("id")
        .values_list("consensus_id", "draft_number")
    )
    return [(room, _to_do(room, user_id, (room.pk, room.draft_number) in answered)) for room in rooms]


def _to_do(room: Consensus, user_id: int, has_answered: bool) -> str:
    if room.rapporteur is not None and room.rapporteur.user_id == user_id:
        return {"opened": _("You are the rapporteur: write the draft."), "drafted": ""}.get(
            room.state, _("Everybody has answered: close it, or save another draft.")
        )
    return _("Answer the draft.") if room.state == "drafted" and not has_answered else ""


def waiting_reports(application: Application) -> int:
    """How many assigned evaluators have not handed in, or are completing, their report on the application."""
    confirmed = Assignment.objects.filter(programme=application.programme_id, application=application)
    return confirmed.filter(state="confirmed").exclude(review__state__in=["submitted", "abstained"]).count()


def rapporteur_proposed(application: Application, reports: Sequence[Review]) -> str:
    """The ref of the evaluator whom the rule proposes: fewest drafts in the call, then nearest the middle."""
    rooms = Consensus.objects.of_call(application.call).exclude(rapporteur=None)
    drafting = Counter(rooms.order_by("id").values_list("rapporteur_id", flat=True))
    candidates = [
        Candidate(
            report.evaluator.ref,
            drafting[report.evaluator_id],
            sum((Decimal(score) for score in report.scores.values()), Decimal(0)),
        )
        for report in reports
    ]
    return proposed_rapporteur(candidates, {one.ref: digest([application.ref, one.ref]) for one in candidates})


def outside(reports: Sequence[Review], scores: Mapping[str, str]) -> list[str]:
    """The criteria on which an agreed score lies outside all individual ones."""
    return [code for code, score in scores.items() if lies_outside(score, [r.scores[code] for r in reports])]
