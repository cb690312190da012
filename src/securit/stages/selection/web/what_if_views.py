"""What if: another budget, an application less, no quotas. Computed beside the record; nothing is stored."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kernel.refusals import Refusal
from securit.money import euros
from securit.programmes.public import screen
from securit.stages.selection.models import Ranking
from securit.stages.selection.scenarios import Scenario, moves_in, played
from securit.stages.selection.web.loading import load_ranking

MOST_EUROS = 1_000_000_000


class WhatIfForm(forms.Form):
    """What is otherwise."""

    budget = forms.DecimalField(
        label=gettext_lazy("Money of the call, in euros"),
        help_text=gettext_lazy("Leave it empty to keep what the call has."),
        required=False,
        min_value=0,
        max_value=MOST_EUROS,
        max_digits=12,
        decimal_places=2,
    )
    without = forms.ChoiceField(label=gettext_lazy("Without this application"), required=False)
    quotas_off = forms.BooleanField(label=gettext_lazy("Without the quotas that the call published"), required=False)

    def __init__(self, *args: Any, content: dict[str, Any], has_quotas: bool, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "what_if_%s", **kwargs})
        field = self.fields["without"]
        assert isinstance(field, forms.ChoiceField)
        lines = [line for line in content["lines"] if line["above_threshold"]]
        named = [(line["number"], f"{line['number']} {line['acronym']}") for line in lines]
        field.choices = [("", _("nobody left out")), *named]
        if not has_quotas:
            del self.fields["quotas_off"]

    def scenario(self) -> Scenario:
        """What was asked."""
        given = self.cleaned_data
        budget = given["budget"]
        return Scenario(
            budget_cents=None if budget is None else int(budget * 100),
            without=frozenset([given["without"]]) if given["without"] else frozenset(),
            without_quotas=given.get("quotas_off", False),
        )


@screen("ranking.view", load=load_ranking)
def show(request: HttpRequest, ranking: Ranking) -> HttpResponse:
    """The form, and every application that would stand or end otherwise; a page of reading, so by GET."""
    if not ranking.inputs:
        raise Http404(_("This ranking was computed before its record was kept; compute it again."))
    call = ranking.call
    asked = {"content": ranking.content, "has_quotas": bool(call.terms.quotas)}
    form = WhatIfForm(request.GET, **asked) if "ask" in request.GET else WhatIfForm(**asked)
    context: dict[str, Any] = {"call": call, "programme": ranking.programme, "form": form, "ranking": ranking}
    status = 200
    if form.is_bound and form.is_valid():
        try:
            computed = played(call.terms, ranking.inputs, ranking.content, form.scenario())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            funded = [one for one in computed.standings if one.proposed == "funded"]
            context |= {
                "answered": True,
                "moves": moves_in(ranking.content, computed),
                "count": len(funded),
                "amount": euros(sum(one.contender.amount_cents for one in funded)),
                "before": euros(ranking.content["funded_cents"]),
            }
    elif form.is_bound:
        status = 422
    return render(request, "selection/what_if.html", context, status=status)
