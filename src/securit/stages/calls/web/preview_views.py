"""The call as an applicant and as an evaluator will meet it, before anybody can."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.machinery.documents.markdown import to_flowing_html
from securit.machinery.forms import FormSpec
from securit.machinery.forms.rendering import section_form
from securit.programmes.definition import CallDefinition, CriteriaScheme, Criterion
from securit.programmes.public import Programme, actor_of, screen
from securit.stages.calls.models import Call
from securit.stages.calls.web import wording
from securit.stages.calls.web.design_page import frame
from securit.stages.calls.web.views import load_call

MOST_RADIOS = 21
"""Scales with more scores are shown as a drop-down list."""


def load_preview(programme: Programme, actor: Actor, code: str, reader: str) -> Call:
    """The call, if there is a preview for such a reader. Raises ``Http404``."""
    if reader not in _PAGES:
        raise Http404
    return load_call(programme, actor, code)


@screen("call.manage", load=load_preview)
def preview(request: HttpRequest, call: Call) -> HttpResponse:
    """The form as applicants fill it in, or the report as evaluators write it; nothing is kept."""
    match = request.resolver_match
    template, page = _PAGES[str(match.kwargs["reader"]) if match else ""]
    return render(request, template, {**frame(call, actor_of(request)), **page(call.terms)})


def applicant_page(terms: CallDefinition) -> dict[str, Any]:
    """Every section of the form with its fields, two members in the team."""
    return {
        "sections": list(_sections(terms.form)) if terms.form else [],
        "rules": [(rule.says, rule.remedy) for rule in terms.eligibility],
    }


def _sections(spec: FormSpec) -> Iterator[dict[str, Any]]:
    members = {"first": _("First member"), "second": _("Second member")}
    for section in spec.sections:
        form = section_form(spec, section.code, answers={}, members=members)
        yield {"title": section.title, "description": section.description, "form": form}


def evaluator_page(terms: CallDefinition) -> dict[str, Any]:
    """Every criterion with its scores and its comment."""
    form = forms.Form()
    for criterion in terms.criteria.criteria:
        form.fields[f"score_{criterion.code}"] = _scores(terms.criteria)
        form.fields[f"comment_{criterion.code}"] = forms.CharField(label=_("Comment"), widget=forms.Textarea)
    return {
        "scale": wording.scale(terms.criteria),
        "combining": wording.combining(terms.criteria, terms.evaluators_per_application),
        "overall_threshold": wording.overall_threshold(terms.criteria),
        "criteria": [_criterion(form, criterion) for criterion in terms.criteria.criteria],
    }


def _criterion(form: forms.Form, criterion: Criterion) -> dict[str, Any]:
    return {
        "title": criterion.title,
        "description": to_flowing_html(criterion.description),
        "weight": wording.number(criterion.weight),
        "threshold": "" if criterion.threshold is None else wording.number(criterion.threshold),
        "anchors": [(wording.number(anchor.score), anchor.text) for anchor in criterion.anchors],
        "fields": [form[f"score_{criterion.code}"], form[f"comment_{criterion.code}"]],
    }


def _scores(scheme: CriteriaScheme) -> forms.ChoiceField:
    """Every score of the scale; a scale that does not fit together yet shows its ends."""
    steps = (scheme.most - scheme.least) / scheme.step if scheme.step > 0 else Decimal(0)
    count = int(steps) if 0 < steps <= 1_000 else 1
    step = scheme.step if 0 < steps <= 1_000 else scheme.most - scheme.least
    scores = [wording.number(scheme.least + number * step) for number in range(count + 1)]
    widget = forms.RadioSelect if len(scores) <= MOST_RADIOS else forms.Select
    return forms.ChoiceField(label=_("Score"), choices=[(score, score) for score in scores], widget=widget)


_PAGES = {
    "applicant": ("calls/preview_applicant.html", applicant_page),
    "evaluator": ("calls/preview_evaluator.html", evaluator_page),
}
