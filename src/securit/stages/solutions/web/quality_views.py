"""How good the matching is: measured on labelled texts, by language, and beside what people of the programme said."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from securit.kernel import policy
from securit.machinery.files.downloads import as_attachment
from securit.programmes.public import Programme, actor_of, screen
from securit.stages.solutions.engines import measured_rules
from securit.stages.solutions.labelled import MOST_SOLUTIONS, labelled_set
from securit.stages.solutions.selectors import listed_solutions, verdicts_in
from securit.stages.solutions.web.quality import judged_table, measured_table, spoken_table


@screen("programme.view", open_to_all=True)
def quality(request: HttpRequest, programme: Programme) -> HttpResponse:
    """What was measured; for who works on the catalogue also what people's judgements say of each rule."""
    context: dict[str, Any] = {
        "programme": programme,
        "measured": measured_table(),
        "languages": spoken_table(programme),
    }
    if policy.decide(actor_of(request), "solution.manage", programme.facts()):
        verdicts = verdicts_in(programme)
        context |= {
            "works_here": True,
            "pairs": sum(map(len, verdicts.values())),
            "challenges": len(verdicts),
            "judged": judged_table(measured_rules(verdicts)),
        }
    return render(request, "solutions/quality.html", context)


@screen("solution.manage")
def judgements(request: HttpRequest, programme: Programme) -> HttpResponseBase:
    """What people said, as a labelled set to take away."""
    made = labelled_set(verdicts_in(programme), listed_solutions(programme).order_by("ref")[:MOST_SOLUTIONS])
    response = HttpResponse(made, content_type="application/zip")
    return as_attachment(response, name=_("judgements-%(slug)s.zip") % {"slug": programme.slug}, size=len(made))
