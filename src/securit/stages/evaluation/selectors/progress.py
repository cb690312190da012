"""How far the evaluation of a call is."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from securit.stages.calls.public import Call
from securit.stages.evaluation.contracts import Progress
from securit.stages.evaluation.models import Assignment, Declaration, DeclarationQuerySet, Review
from securit.stages.screening.public import cleared_versions


def evaluation_progress(call: Call) -> Progress:
    """How far the evaluation of a call is; the numbers speak of cleared applications only."""
    cleared = list(cleared_versions(call).values_list("application_id", flat=True))
    needed = call.terms.evaluators_per_application
    standing = Assignment.objects.of_call(call).filter(application_id__in=cleared)
    assignments = _by_state(standing)
    declared = _by_state(open_declarations(call).filter(application_id__in=cleared))
    reviews_of = Review.objects.of_call(call).filter(application_id__in=cleared).order_by()
    reviews = _by_state(reviews_of)
    enough = reviews_of.filter(state="submitted").values("application_id").annotate(reports=Count("id"))
    return Progress(
        applications=len(cleared),
        reports_each=needed,
        proposed=assignments["proposed"],
        confirmed=assignments["confirmed"],
        declarations_missing=declared["asked"],
        declarations_to_decide=declared["potential"],
        reports_begun=reviews["drafted"],
        reports_submitted=reviews["submitted"],
        reports_returned=reviews["returned"],
        evaluated=enough.filter(reports__gte=needed).count(),
    )


def open_declarations(call: Call) -> DeclarationQuerySet:
    """Declarations on confirmed assignments that are missing, or possible conflicts to be decided."""
    confirmed = Assignment.objects.filter(
        application=OuterRef("application"), evaluator=OuterRef("evaluator"), state="confirmed"
    )
    return Declaration.objects.of_call(call).filter(Exists(confirmed), state__in=["asked", "potential"])


def _by_state(rows: QuerySet[Any]) -> Counter[str]:
    return Counter(dict(rows.order_by().values_list("state").annotate(Count("id"))))
