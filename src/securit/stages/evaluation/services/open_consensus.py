"""Open the room in which the evaluators of one application agree on one report."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, create, perform
from securit.kernel.refusals import Refusal
from securit.kernel.rules_kept import keeps
from securit.stages.applications.public import Application
from securit.stages.evaluation.consensus_models import Consensus
from securit.stages.evaluation.models import Evaluator, Review
from securit.stages.evaluation.selectors.consensus import rapporteur_proposed, reports_together, waiting_reports
from securit.stages.evaluation.selectors.discrepancy import Apart, awaiting_consensus
from securit.stages.evaluation.services.asking import require_undecided
from securit.stages.evaluation.services.consensus_mail import tell_opened


class CannotOpenConsensus(Refusal):
    """The call promises none here, a report is missing, or the rapporteur does not take part."""


@transaction.atomic
def open_consensus(
    *, application: Application, actor: Actor, at: datetime, rapporteur: str = "", intent: str = ""
) -> Consensus:
    """The room, its members told by mail; from now on they read each other's reports, without names.

    ``rapporteur`` is an evaluator's ref; empty takes whom the rule proposes. A room that is open already is returned.
    Raises :class:`CannotOpenConsensus`.
    """
    known = Consensus.objects.filter(programme=application.programme_id, application=application).first()
    if known is not None:
        return known
    require_undecided(application.call, CannotOpenConsensus)
    _require_all_in(application)
    reports = reports_together(application)
    consensus = Consensus(
        programme=application.programme,
        application=application,
        because=_promised(application).says,
        rapporteur=member(reports, rapporteur or rapporteur_proposed(application, reports)),
        opened_at=at,
    )
    note = Note(details={"because": consensus.because, "rapporteur": _ref(consensus.rapporteur)})
    made = create(consensus, actor=actor, at=at, note=note, intent=intent)
    tell_opened(made, [report.evaluator for report in reports], at=at)
    return made


def name_rapporteur(
    *, consensus: Consensus, rapporteur: str, actor: Actor, at: datetime, version: int | None = None, intent: str = ""
) -> Consensus:
    """Somebody else of the members drafts; only while nothing is drafted. Raises :class:`CannotOpenConsensus`."""
    reports = reports_together(consensus.application)
    named = member(reports, rapporteur)

    def write(row: Consensus) -> None:
        row.rapporteur = named

    note = Note(details={"rapporteur": named.ref})
    with transaction.atomic():
        done = perform(
            consensus, "name_rapporteur", actor=actor, at=at, write=write, note=note, version=version, intent=intent
        )
        tell_opened(done, [named], at=at)
    return done


def member(reports: list[Review], ref: str) -> Evaluator:
    """The evaluator of that ref among those whose reports are in. Raises :class:`CannotOpenConsensus`."""
    found = next((report.evaluator for report in reports if report.evaluator.ref == ref), None)
    if found is None:
        raise CannotOpenConsensus(
            _("The rapporteur is one of the evaluators whose report on the application is in."),
            code="not_a_member",
            field="rapporteur",
        )
    return found


@keeps("R-57")
def _require_all_in(application: Application) -> None:
    """Nobody reads another's report while one is still being written."""
    if waiting_reports(application):
        raise CannotOpenConsensus(
            _("A report on this application is not in yet; evaluators read each other's reports only then."),
            code="reports_missing",
            remedy=_("Wait for the report, or end the assignment."),
            status=409,
        )


def _promised(application: Application) -> Apart:
    """What the call promises for this application; raises :class:`CannotOpenConsensus` where it promises nothing."""
    found = next((one for one in awaiting_consensus(application.call) if one.ref == application.ref), None)
    if found is None:
        raise CannotOpenConsensus(
            _("The call promises no consensus here: its published measure is not reached."),
            code="not_promised",
            status=409,
        )
    return found


def _ref(evaluator: Evaluator | None) -> str:
    return evaluator.ref if evaluator else ""
