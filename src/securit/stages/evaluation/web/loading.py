"""From addresses to subjects: what is unknown, or of another programme, is 404."""

from __future__ import annotations

from typing import TypeVar

from django.http import Http404, QueryDict

from securit.kernel.actor import Actor
from securit.programmes.public import Programme
from securit.stages.applications.public import Application
from securit.stages.calls.public import Call, call_by_code
from securit.stages.evaluation.beside_models import ExpertCheck, ObserverReport
from securit.stages.evaluation.conflict_models import StaffConflict
from securit.stages.evaluation.consensus_models import Consensus
from securit.stages.evaluation.models import Assignment, Declaration, Evaluator, Review, Summary
from securit.stages.evaluation.pool_models import ExpertCall, ExpertOffer

S = TypeVar("S")
_RELATED = ("evaluator__user", "application__call__programme", "programme")


def version_in(posted: QueryDict) -> int | None:
    """What the page was loaded with; ``None`` when it does not say."""
    text = posted.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def load_call(programme: Programme, actor: Actor, code: str) -> Call:
    """The call of that code."""
    try:
        return call_by_code(programme, code)
    except Call.DoesNotExist:
        raise Http404 from None


def load_review(programme: Programme, actor: Actor, ref: str) -> Review:
    """The report of that ref."""
    rows = Review.objects.in_programme(programme).select_related("assignment", *_RELATED)
    return _found(rows.filter(ref=ref).first())


def load_assignment(programme: Programme, actor: Actor, ref: str) -> Assignment:
    """The assignment of that ref."""
    rows = Assignment.objects.in_programme(programme).select_related("recommendation", "review", *_RELATED)
    return _found(rows.filter(ref=ref).first())


def load_declaration(programme: Programme, actor: Actor, ref: str) -> Declaration:
    """The declaration of that ref."""
    return _found(Declaration.objects.in_programme(programme).select_related(*_RELATED).filter(ref=ref).first())


def load_staff_conflict(programme: Programme, actor: Actor, conflict: str) -> StaffConflict:
    """The conflict of a person of the office with that ref."""
    related = ("application__call__programme", "user", "evidence__programme", "programme")
    rows = StaffConflict.objects.in_programme(programme).select_related(*related)
    return _found(rows.filter(ref=conflict).first())


def load_expert_call(programme: Programme, actor: Actor, expert_call: str) -> ExpertCall:
    """The call for evaluators with that ref."""
    rows = ExpertCall.objects.filter(programme=programme).select_related("programme")
    return _found(rows.filter(ref=expert_call).first())


def load_offer(programme: Programme, actor: Actor, offer: str) -> ExpertOffer:
    """The answer to a call for evaluators with that ref."""
    rows = ExpertOffer.objects.in_programme(programme).select_related("cv__programme", "programme")
    return _found(rows.filter(ref=offer).first())


def load_evaluator(programme: Programme, actor: Actor, ref: str) -> Evaluator:
    """The person of the pool with that ref."""
    return _found(Evaluator.objects.in_programme(programme).select_related("user").filter(ref=ref).first())


def load_summary(programme: Programme, actor: Actor, ref: str) -> Summary:
    """The summary of that ref."""
    rows = Summary.objects.in_programme(programme).select_related("application__call__programme")
    return _found(rows.filter(ref=ref).first())


def load_room(programme: Programme, actor: Actor, ref: str) -> Consensus:
    """The consensus of that ref."""
    rows = Consensus.objects.in_programme(programme)
    return _found(
        rows.select_related("rapporteur__user", "application__call__programme", "programme").filter(ref=ref).first()
    )


def load_room_to_be(programme: Programme, actor: Actor, ref: str) -> Consensus:
    """The consensus on the application of that ref, or one to be opened; not stored."""
    application = Application.objects.in_programme(programme).select_related("call__programme").filter(ref=ref).first()
    known = Consensus.objects.in_programme(programme).filter(application__ref=ref).first()
    return known or Consensus(programme=programme, application=_found(application), state="opened")


def load_check(programme: Programme, actor: Actor, ref: str) -> ExpertCheck:
    """The ethics or security check of that ref."""
    return _found(ExpertCheck.objects.in_programme(programme).select_related(*_RELATED).filter(ref=ref).first())


def load_observer_report(programme: Programme, actor: Actor, ref: str) -> ObserverReport:
    """The observer's report of that ref."""
    rows = ObserverReport.objects.in_programme(programme).select_related("call__programme", "programme", "author")
    return _found(rows.filter(ref=ref).first())


def _found(subject: S | None) -> S:
    if subject is None:
        raise Http404
    return subject
