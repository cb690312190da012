"""What stands on the office's pages."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.kernel.perform import may
from securit.kernel.refusals import Sentence
from securit.kit.tables import Column, Row, Table, pages
from securit.programmes.public import Programme, actor_of
from securit.stages.applications.public import readable_in
from securit.stages.calls.public import Call
from securit.stages.evaluation import engines, fit
from securit.stages.evaluation.models import Assignment, Declaration, Evaluator, Summary
from securit.stages.evaluation.reasons import REASONS
from securit.stages.evaluation.selectors.desk import applicant_of
from securit.stages.evaluation.selectors.discrepancy import awaiting_further_report, lying_apart, promise_of
from securit.stages.evaluation.selectors.office import (
    advice_of,
    declarations_to_decide,
    lines_of,
    loads_of,
    pool_of,
    recused,
)
from securit.stages.evaluation.selectors.progress import evaluation_progress
from securit.stages.evaluation.selectors.ties import known_of, known_ties
from securit.stages.evaluation.web.conflict_forms import FoundConflictForm
from securit.stages.evaluation.web.forms import DecideForm, EvaluatorForm, ReasonForm, RefusableForm, RemarkForm
from securit.stages.screening.public import cleared_versions

PER_PAGE = 50


class ProposeForm(RefusableForm):
    """Which rule, and the seed of its draws among equals."""

    rule = forms.ChoiceField(label=gettext_lazy("Rule"), widget=forms.RadioSelect, initial="min_cost_flow")
    seed = forms.IntegerField(
        label=gettext_lazy("Seed"),
        help_text=gettext_lazy("Decides among equals only; the same seed gives the same proposal."),
        initial=0,
        min_value=0,
        max_value=2**31,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["rule"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(name, _described(name)) for name in RULE_NAMES]


RULE_NAMES: dict[str, Sentence] = {
    "min_cost_flow": gettext_lazy("Best fit in total"),
    "lexicographic": gettext_lazy("The worst-off application first"),
    "fewest_changes": gettext_lazy("Fewest changes"),
    "greedy": gettext_lazy("Best pair first"),
}


def _described(name: str) -> SafeString:
    """A rule by its name, what it does in one sentence, and in small print what it does not do well."""
    rule = engines.RULES[name]
    return format_html(
        '<span><strong>{}</strong><br>{}<br><span class="k-soft k-small">{}</span></span>',
        RULE_NAMES.get(name, name),
        rule.explanation,
        rule.weakness,
    )


def _points_in_words() -> str:
    return _(
        "A pair has %(challenge)d points of fit for a known challenge, %(domain)d for the domain, %(word)d for each of "
        "up to %(most)d words of expertise, %(language)d for the language, %(country)d for a country outside the team."
    ) % {
        "challenge": fit.CHALLENGE,
        "domain": fit.DOMAIN,
        "word": fit.WORD,
        "most": fit.MOST_WORDS,
        "language": fit.LANGUAGE,
        "country": fit.ANOTHER_COUNTRY,
    }


class ByHandForm(RefusableForm):
    """One evaluator on one application."""

    application = forms.ChoiceField(label=gettext_lazy("Application"))
    evaluator = forms.ChoiceField(label=gettext_lazy("Evaluator"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=250)

    def __init__(self, call: Call, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = cleared_versions(call)
        numbers = self.versions.values_list("application__number", flat=True)
        people = Evaluator.objects.in_programme(call.programme).active().select_related("user")
        self.evaluators: dict[str, Evaluator] = {row.ref: row for row in people.order_by("user__name", "id")}
        choices = {
            "application": [(number, number) for number in numbers],
            "evaluator": [(ref, f"{row.user}, {row.institution}") for ref, row in self.evaluators.items()],
        }
        for name, options in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Choose…")), *options]

    def values(self) -> dict[str, Any]:
        """What ``assign_by_hand`` takes."""
        return {
            "application": self.versions.get(application__number=self.cleaned_data["application"]).application,
            "evaluator": self.evaluators[self.cleaned_data["evaluator"]],
            "reason": self.cleaned_data["reason"],
        }


def assignments_page(
    call: Call,
    request: HttpRequest,
    *,
    propose: ProposeForm | None = None,
    by_hand: ByHandForm | None = None,
    decided: tuple[str, DecideForm] | None = None,
) -> dict[str, Any]:
    """The context of ``evaluation/assignments.html``; the forms are those that were refused, to be shown again."""
    actor = actor_of(request)
    done = evaluation_progress(call)
    number = _page(request)
    first = (number - 1) * PER_PAGE
    may_assign = bool(policy.decide(actor, "assignment.create", call.facts()))
    further = awaiting_further_report(call) if policy.decide(actor, "review.compare", call.facts()) else []
    unasked = next((one.number for one in further if not one.is_asked), "")
    return {
        "call": call,
        "programme": call.programme,
        "done": done,
        "advice": advice_of(call),
        "points_in_words": _points_in_words(),
        "lines": lines_of(call, first=first, last=first + PER_PAGE),
        "pages": _pages(request, done.applications, number),
        "further": further,
        "promise": promise_of(call) if further else "",
        "to_decide": [
            (row, REASONS.get(row.reason_code, row.reason_code), _decide_form(row, decided))
            for row in declarations_to_decide(call)
        ],
        "known": known_ties(call),
        "recused": recused(call),
        "readable": readable_in(call, actor),
        "may_assign": may_assign,
        "propose_form": propose or ProposeForm(auto_id="propose_%s"),
        "by_hand_form": (by_hand or ByHandForm(call, auto_id="by_hand_%s", initial={"application": unasked}))
        if may_assign
        else None,
        "confirm_form": RemarkForm(auto_id="confirm_%s"),
    }


def assignment_page(assignment: Assignment, actor: Actor) -> dict[str, Any]:
    """The context of ``evaluation/assignment.html``."""
    declaration = Declaration.objects.filter(
        programme=assignment.programme_id, application=assignment.application_id, evaluator=assignment.evaluator_id
    ).first()
    review = getattr(assignment, "review", None)
    may_report = (
        declaration is not None
        and assignment.state == "confirmed"
        and bool(may(actor, "declare_conflict", declaration))
    )
    return {
        "assignment": assignment,
        "programme": assignment.programme,
        "call": assignment.application.call,
        "applicant": applicant_of(assignment),
        "declaration": declaration,
        "declared_because": REASONS.get(declaration.reason_code, "") if declaration else "",
        "review": review,
        "may_read_review": review is not None and bool(policy.decide(actor, "review.view", review.facts())),
        "ties": known_of(assignment, str(assignment.evaluator.user))[0],
        "conflict_form": FoundConflictForm.fresh() if may_report else None,
        "may_recuse": bool(may(actor, "recuse", assignment)),
        "may_end": bool(may(actor, "end", assignment)),
        "reason_form": ReasonForm(auto_id="reason_%s"),
    }


def progress_page(call: Call, request: HttpRequest) -> dict[str, Any]:
    """The context of ``evaluation/progress.html``."""
    actor = actor_of(request)
    done = evaluation_progress(call)
    number = _page(request)
    first = (number - 1) * PER_PAGE
    compares = bool(policy.decide(actor, "review.compare", call.facts()))
    names = bool(policy.decide(actor, "assignment.list", call.facts()))
    summaries = Summary.objects.filter(programme=call.programme_id, application__call=call)
    return {
        "call": call,
        "programme": call.programme,
        "done": done,
        "lines": lines_of(call, first=first, last=first + PER_PAGE),
        "pages": _pages(request, done.applications, number),
        "loads": loads_of(call) if names else [],
        "names": names,
        "apart": lying_apart(call) if compares else [],
        "compares": compares,
        "promise": promise_of(call) if compares else "",
        "readable": readable_in(call, actor) if compares else frozenset(),
        "summaries": summaries.count(),
        "may_summarise": bool(policy.decide(actor, "summary.create", call.facts())),
    }


def pool_page(programme: Programme, actor: Actor, form: EvaluatorForm) -> dict[str, Any]:
    """The context of ``evaluation/pool.html``."""
    people = list(pool_of(programme))
    rows = tuple(
        Row(
            (
                person.user,
                person.institution,
                person.country,
                ", ".join(person.expertise),
                ", ".join(person.languages),
                f"{person.reads} / {person.max_load}",  # type: ignore[attr-defined]
                person.state_label,
            )
        )
        for person in people
    )
    columns = (
        Column(_("Name")),
        Column(_("Institution")),
        Column(_("Country")),
        Column(_("Expertise")),
        Column(_("Languages")),
        Column(_("Reads / at most"), numeric=True),
        Column(_("State")),
    )
    return {
        "programme": programme,
        "table": Table(caption=_("Evaluators"), columns=columns, rows=rows, empty=_("Nobody is in the pool yet.")),
        "active": [person for person in people if person.state == "active"],
        "synthetic": any(person.synthetic for person in people),
        "may_add": bool(policy.decide(actor, "evaluator.create", programme.facts())),
        "may_contract": bool(policy.decide(actor, "contract.list", programme.facts())),
        "form": form,
        "leave_form": ReasonForm(auto_id="leave_%s"),
    }


def _decide_form(declaration: Declaration, decided: tuple[str, DecideForm] | None) -> DecideForm:
    if decided is not None and decided[0] == declaration.ref:
        return decided[1]
    return DecideForm(auto_id=f"{declaration.ref}_%s")


def _page(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 5 else 1


def _pages(request: HttpRequest, count: int, number: int) -> Any:
    def url_of(page: int) -> str:
        return f"{request.path}?{urlencode({'page': page})}"

    return pages(number, -(-count // PER_PAGE), url_of)
