"""Compute the ranking of a closed call from its published rules."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.canonical import digest
from securit.kernel.models import Intent
from securit.kernel.perform import Note, create, perform
from securit.kernel.refusals import Refusal
from securit.kernel.rules_kept import keeps
from securit.machinery.decisions.record import record_recommendation
from securit.stages.calls.public import Call
from securit.stages.evaluation.public import Evaluated, awaiting_consensus, awaiting_further_report, evaluated
from securit.stages.screening.public import cleared_versions, screening_progress, unscreened_versions
from securit.stages.selection import engines
from securit.stages.selection.decision_models import AwardDecision
from securit.stages.selection.lines import content_of
from securit.stages.selection.models import Ranking
from securit.stages.selection.record import inputs_of
from securit.stages.selection.selectors import contenders_of, room_of


class CannotComputeRanking(Refusal):
    """The call is not closed, or not everything that is to be ranked is in."""

    status = 409


def compute_ranking(*, call: Call, actor: Actor, at: datetime, intent: str = "") -> Ranking:
    """A new ranking with the engine's recommendation; one computed before is superseded by it.

    Everything that was cleared must have its reports, so that nobody drops out unseen, and the further report that
    the call promises where reports lie far apart. Raises
    :class:`CannotComputeRanking`, and ``CannotRank`` when the rules cannot be carried out or a checker disagrees.
    """
    with transaction.atomic():
        locked = Call.objects.in_programme(call.programme).select_for_update().get(pk=call.pk)
        done = Intent.objects.filter(key=intent, actor_ref=actor.ref, subject_kind=Ranking.kind).first()
        if intent and done is not None:
            return Ranking.objects.in_programme(call.programme).get(ref=done.subject_ref)
        _refuse_unless_closed(locked)
        _refuse_while_a_signature_is_awaited(locked)
        found = evaluated(call)
        _refuse_unless_screened(call)
        _refuse_unless_reported(call, found)
        _refuse_unless_promises_are_kept(call)
        ranking = _computed(call, found, at)
        for earlier in Ranking.objects.in_programme(call.programme).filter(call=call, state="computed"):
            perform(earlier, "supersede", actor=actor, at=at)
        note = Note(
            details={"content_sha256": ranking.content_sha256, "applications": len(found)},
            advice=ranking.recommendation.ref,
        )
        return create(ranking, actor=actor, at=at, note=note, intent=intent)


def _computed(call: Call, found: tuple[Evaluated, ...], at: datetime) -> Ranking:
    contenders, room = contenders_of(found), room_of(call)
    seed = engines.seed_of(call.ref, [one.content_sha256 for one in contenders])
    lists = call.programme.terms.lists
    computed = engines.rank_and_fund(call.terms, contenders, room, lists=lists, seed=seed)
    inputs = inputs_of(call, found)
    content = {**content_of(call.terms, computed, room), "inputs_sha256": digest(inputs)}
    recommendation = record_recommendation(
        programme=call.programme,
        about=f"call:{call.ref}",
        engine=engines.ENGINE,
        rule=engines.rule_of(call.terms),
        seed=seed,
        problem=dict(computed.problem),
        outcome=dict(computed.outcome),
        at=at,
    )
    return Ranking(
        programme=call.programme,
        call=call,
        content=content,
        content_sha256=digest(content),
        inputs=inputs,
        recommendation=recommendation,
        computed_at=at,
    )


def _refuse_unless_closed(call: Call) -> None:
    if call.state != "closed":
        raise CannotComputeRanking(
            _("A ranking is computed after the call has closed and before it is decided; it is “%(state)s”.")
            % {"state": call.state_label},
            code="call_not_closed",
        )


def _refuse_while_a_signature_is_awaited(call: Call) -> None:
    """Nobody ranks anew beneath a decision that somebody is about to sign."""
    if AwardDecision.objects.in_programme(call.programme).filter(ranking__call=call, state="prepared").exists():
        raise CannotComputeRanking(
            _("A decision on the ranking waits for its second signature."),
            code="signature_awaited",
            remedy=_("Withdraw it first, or have it signed."),
        )


@keeps("R-27")
def _refuse_unless_screened(call: Call) -> None:
    """Eligibility comes before evaluation: no ranking while one check is open."""
    progress = screening_progress(call)
    waiting = sum(progress[state] for state in ("opened", "clarification_requested", "rejection_proposed"))
    waiting += unscreened_versions(call).count()
    if waiting:
        raise CannotComputeRanking(
            _("The admissibility and eligibility check of %(count)d applications is not finished.")
            % {"count": waiting},
            code="screening_open",
            remedy=_("Clear or reject them first."),
        )


@keeps("R-41")
def _refuse_unless_reported(call: Call, found: tuple[Evaluated, ...]) -> None:
    """Nobody is ranked on fewer reports than the call promised."""
    known = {one.number for one in found}
    cleared = cleared_versions(call).values_list("application__number", flat=True)
    missing = [number for number in cleared if number not in known]
    if missing:
        shown = ", ".join(missing[:8]) + (" …" if len(missing) > 8 else "")
        raise CannotComputeRanking(
            _("%(count)d applications do not have all their reports yet: %(shown)s.")
            % {"count": len(missing), "shown": shown},
            code="reports_missing",
            remedy=_("Wait for the reports, or assign further evaluators."),
        )


@keeps("R-56")
def _refuse_unless_promises_are_kept(call: Call) -> None:
    """The further report or the consensus that the call promises is there before anybody is ranked."""
    waiting = awaiting_further_report(call)
    if waiting:
        shown = "; ".join(f"{one.number}: {one.says}" for one in waiting[:8]) + (" …" if len(waiting) > 8 else "")
        raise CannotComputeRanking(
            _("The call promises one more evaluator where reports lie far apart. %(shown)s.") % {"shown": shown},
            code="further_report_missing",
            remedy=_("Under Assignments, put a further evaluator on each by hand, and wait for the report."),
        )
    apart = awaiting_consensus(call)
    if apart:
        shown = "; ".join(f"{one.number}: {one.says}" for one in apart[:8]) + (" …" if len(apart) > 8 else "")
        raise CannotComputeRanking(
            _("The call promises a consensus where reports lie far apart. %(shown)s.") % {"shown": shown},
            code="consensus_missing",
            remedy=_("Under Reports, open the consensus on each, and wait until it is closed."),
        )
