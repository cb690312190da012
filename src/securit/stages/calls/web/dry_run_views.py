"""The dry run: what the rules would do with invented applications."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kit.tables import Column, Row, Table
from securit.machinery.rules import Result
from securit.money import euros
from securit.programmes.public import screen
from securit.stages.calls.dry_run import MOST, DryRun, Tried, dry_run
from securit.stages.calls.models import Call
from securit.stages.calls.points import Points
from securit.stages.calls.selectors import rules_around
from securit.stages.calls.web.views import load_call


class DryRunForm(forms.Form):
    """How many applications, and which."""

    count = forms.IntegerField(
        label=gettext_lazy("Applications"),
        min_value=1,
        max_value=MOST,
        help_text=gettext_lazy("At most %(most)d.") % {"most": MOST},
    )
    seed = forms.IntegerField(
        label=gettext_lazy("Seed"),
        min_value=0,
        max_value=999_999,
        help_text=gettext_lazy("The same number gives the same applications; another one gives others."),
    )


@screen("call.manage", load=load_call)
def dry_run_page(request: HttpRequest, call: Call) -> HttpResponse:
    """Each rule with what it would do, and what looks wrong. Nothing is stored."""
    form = DryRunForm({"count": "100", "seed": "1", **request.GET.dict()}, auto_id="dry_%s")
    context: dict[str, Any] = {"call": call, "programme": call.programme, "form": form}
    if not form.is_valid():
        return render(request, "calls/dry_run.html", context, status=422)
    if call.terms.instruments and call.terms.eligibility:
        found = dry_run(call.terms, rules_around(call.programme), **form.cleaned_data)
        examples = [tried for tried in found.rules if tried.example]
        context |= {"run": found, "table": _table(found), "odd": list(_odd(found)), "examples": examples}
        context["points"] = _points_table(found) if found.points else None
    return render(request, "calls/dry_run.html", context)


def _table(found: DryRun) -> Table:
    columns = (
        Column(_("Rule")),
        Column(_("Meet it"), numeric=True),
        Column(_("Fail it"), numeric=True),
        Column(_("Open, a person decides"), numeric=True),
        Column(_("To look at")),
    )
    rows = (Row((t.rule.says, str(t.met), str(t.failed), str(t.open), _remark(t))) for t in found.rules)
    return Table(_("Rule by rule"), columns, tuple(rows))


def _points_table(found: DryRun) -> Table:
    """How many applications have how many points, from the most down."""
    columns = (Column(_("Points")), Column(_("Applications"), numeric=True), Column(_("Reach the line"), numeric=True))
    by_points: dict[int, list[Points]] = {}
    for points in found.points:
        by_points.setdefault(points.got, []).append(points)
    rows = (
        Row((str(got), str(len(those)), str(sum(each.result is Result.MET for each in those))))
        for got, those in sorted(by_points.items(), reverse=True)
    )
    return Table(_("Points for facts"), columns, tuple(rows))


def _remark(tried: Tried) -> str:
    """What is odd about a rule; empty where nothing is."""
    if tried.is_never_decided:
        return _("Never decided: the form does not ask what it looks at.")
    if tried.everybody_fails:
        return _("Nobody meets it.")
    return _("Nobody fails it.") if tried.nobody_fails else ""


def _odd(found: DryRun) -> Iterator[str]:
    """Whatever a manager should look at before publishing, as sentences."""
    if found.pass_all == found.undecided == 0:
        yield _("No application passes. Two of the rules may exclude each other.")
    elif found.most_fail:
        yield _(
            "More than half fail. One rule stops %(failed)d of %(count)d; is it meant to be as strict as that? %(rule)s"
        ) % {"rule": found.strictest.rule.says, "failed": found.strictest.failed, "count": found.count}
    for tried in found.rules:
        if tried.is_never_decided:
            yield _("Never decided, so that a person would look at every application: %(rule)s") % {
                "rule": tried.rule.says
            }
        elif tried.everybody_fails:
            yield _("Met by nobody: %(rule)s") % {"rule": tried.rule.says}
    for reached in found.instruments:
        if reached.is_out_of_reach:
            words = {"title": reached.instrument.title, "least": euros(reached.instrument.min_grant_cents)}
            yield _("“%(title)s” asks for %(least)s at least; no team that meets the rules gets there.") % words
