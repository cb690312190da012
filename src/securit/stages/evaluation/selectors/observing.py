"""What an observer sees of the evaluation of a call: figures of the process, no content, no names."""

from __future__ import annotations

from django.utils.translation import gettext as _

from securit.stages.calls.public import Call
from securit.stages.evaluation.consensus_models import Consensus
from securit.stages.evaluation.models import Assignment, Declaration, Review
from securit.stages.evaluation.selectors.progress import evaluation_progress


def figures_of(call: Call) -> list[tuple[str, str]]:
    """Each figure with its label."""
    done = evaluation_progress(call)
    conflicts = Declaration.objects.of_call(call).filter(state="conflicted").count()
    recused = Assignment.objects.of_call(call).filter(state="recused").count()
    again = Review.objects.of_call(call).filter(versions__number__gt=1).order_by().values("id").distinct().count()
    aside = Review.objects.of_call(call).filter(state__in=["set_aside", "abstained"]).count()
    rooms = Consensus.objects.of_call(call)
    closed, dissent = rooms.filter(state="closed"), rooms.filter(answers__agrees=False).order_by().values("id")
    figures = [
        (_("Applications under evaluation"), done.applications),
        (_("Reports asked for each"), done.reports_each),
        (_("Reports in"), done.reports_submitted),
        (_("Applications with all their reports"), done.evaluated),
        (_("Conflicts of interest declared"), conflicts),
        (_("Assignments recused"), recused),
        (_("Reports set aside or abstained from"), aside),
        (_("Reports returned and handed in again"), again),
        (_("Consensus opened"), rooms.count()),
        (_("Consensus closed"), closed.count()),
        (_("Consensus with a minority view"), dissent.distinct().count()),
    ]
    return [(label, str(count)) for label, count in figures]
