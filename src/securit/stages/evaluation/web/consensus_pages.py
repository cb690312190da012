"""What stands on the pages of a consensus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.kernel.perform import may
from securit.kit.acts import ActForm
from securit.programmes.definition import Criterion
from securit.stages.applications.public import readable_in
from securit.stages.evaluation.consensus_models import Consensus
from securit.stages.evaluation.models import Declaration, Review
from securit.stages.evaluation.selectors.consensus import Voice, rapporteur_proposed, voices_of
from securit.stages.evaluation.selectors.desk import version_read
from securit.stages.evaluation.selectors.discrepancy import promise_of
from securit.stages.evaluation.web.consensus_forms import AnswerForm, CloseForm, DraftForm, RapporteurForm


@dataclass(frozen=True, slots=True)
class Seat:
    """One evaluator as this reader sees them: the chair's side by name, the others as “Expert n”."""

    name: str
    is_me: bool
    voice: Voice
    declaration_ref: str

    @property
    def says(self) -> str:
        """Where this evaluator stands on the draft."""
        if self.voice.is_rapporteur:
            return _("rapporteur")
        if self.voice.answer is None:
            return _("no answer yet")
        return _("agrees") if self.voice.answer.agrees else _("minority view")


def room_page(consensus: Consensus, actor: Actor, refused: ActForm | None = None) -> dict[str, Any]:
    """The context of ``evaluation/room.html``; ``refused`` is a form to be shown again."""
    call = consensus.application.call
    voices = voices_of(consensus)
    seats = _seats(consensus, voices, actor)
    mine = next((seat for seat in seats if seat.is_me), None)
    version = version_read(consensus.application_id, consensus.programme)
    forms = _forms(consensus, actor, [voice.report for voice in voices], mine)
    if refused is not None:
        forms[type(refused)] = refused
    return {
        "consensus": consensus,
        "programme": consensus.programme,
        "call": call,
        "title": version.content["title"] if version else consensus.application.number,
        "promise": promise_of(call),
        "seats": seats,
        "mine": mine,
        "criteria": [_given(criterion, consensus, seats) for criterion in call.terms.criteria.criteria],
        "is_drafted": consensus.draft_number > 0 and bool(consensus.scores),
        "minority": [seat for seat in seats if seat.voice.answer is not None and not seat.voice.answer.agrees],
        "versions": consensus.versions.count(),
        "draft_form": forms.get(DraftForm),
        "answer_form": forms.get(AnswerForm),
        "close_form": forms.get(CloseForm),
        "rapporteur_form": forms.get(RapporteurForm),
        "readable": consensus.application.ref in readable_in(call, actor),
    }


def opening_page(room: Consensus, reports: Sequence[Review], form: RapporteurForm) -> dict[str, Any]:
    """The context of ``evaluation/open_room.html``."""
    call = room.application.call
    return {
        "application": room.application,
        "programme": room.programme,
        "call": call,
        "promise": promise_of(call),
        "reports": len(reports),
        "form": form,
    }


def proposed(room: Consensus, reports: Sequence[Review]) -> str:
    """Whom the rule proposes as rapporteur."""
    return rapporteur_proposed(room.application, reports)


def _seats(consensus: Consensus, voices: Sequence[Voice], actor: Actor) -> list[Seat]:
    named = bool(policy.decide(actor, "assignment.list", consensus.application.call.facts()))
    is_member = any(voice.evaluator.user_id == actor.user_id for voice in voices)
    refs = dict(
        Declaration.objects.filter(
            programme=consensus.programme_id,
            application=consensus.application_id,
            evaluator__user_id=actor.user_id or 0,
        ).values_list("evaluator_id", "ref")
    )
    return [
        Seat(
            name=str(voice.evaluator.user) if named and not is_member else _("Expert %(n)d") % {"n": voice.number},
            is_me=voice.evaluator.user_id == actor.user_id,
            voice=voice,
            declaration_ref=refs.get(voice.evaluator.pk, ""),
        )
        for voice in voices
    ]


def _given(criterion: Criterion, consensus: Consensus, seats: Sequence[Seat]) -> dict[str, Any]:
    code = criterion.code
    return {
        "criterion": criterion,
        "given": [
            (seat, seat.voice.report.scores.get(code, ""), seat.voice.report.comments.get(code, "")) for seat in seats
        ],
        "score": consensus.scores.get(code, ""),
        "comment": consensus.comments.get(code, ""),
        "reason": consensus.reasons.get(code, ""),
    }


def _forms(
    consensus: Consensus, actor: Actor, reports: Sequence[Review], mine: Seat | None
) -> dict[type[ActForm], ActForm]:
    """The forms of what this reader may do now."""
    found: dict[type[ActForm], ActForm] = {}
    if may(actor, "draft", consensus):
        found[DraftForm] = DraftForm.fresh(consensus, of={"consensus": consensus, "reports": reports})
    if mine is not None and mine.voice.answer is None and may(actor, "answer", consensus):
        found[AnswerForm] = AnswerForm.fresh(consensus, draft=consensus.draft_number)
    if may(actor, "close", consensus):
        found[CloseForm] = CloseForm.fresh(consensus)
    if may(actor, "name_rapporteur", consensus):
        ref = consensus.rapporteur.ref if consensus.rapporteur else rapporteur_proposed(consensus.application, reports)
        found[RapporteurForm] = RapporteurForm.fresh(consensus, of={"reports": reports}, rapporteur=ref)
    return found
