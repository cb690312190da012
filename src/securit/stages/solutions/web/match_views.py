"""Solutions for a challenge, with reasons, and what people say of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel import policy
from securit.people.public import OrganisationKind
from securit.programmes.public import actor_of, pressed, screen
from securit.stages.challenges.public import Challenge, load_challenge
from securit.stages.solutions.engines import Wishes, solutions_for
from securit.stages.solutions.models import Solution
from securit.stages.solutions.selectors import judgements_on
from securit.stages.solutions.services.judge_match import judge_match
from securit.stages.solutions.web.loading import load_solution
from securit.stages.solutions.web.pages import filter_choices
from securit.stages.solutions.web.reasons import basis_in_words, is_foreign, reasons_of


@screen("challenge.view", load=load_challenge, open_to_all=True)
def for_challenge(request: HttpRequest, challenge: Challenge) -> HttpResponse:
    """The solutions that speak to the challenge, the best first, with what speaks for and against each."""
    wishes, typed = _wishes(request)
    matches = solutions_for(challenge, wishes)
    judged = judgements_on(challenge)
    programme = challenge.programme
    yes = sum(1 for fits, _not in judged.values() if fits > _not)
    context: dict[str, Any] = {
        "challenge": challenge,
        "programme": programme,
        "typed": typed,
        "matches": [reasons_of(match, programme, judged.get(match.subject.pk, (0, 0))) for match in matches.found],
        "basis": basis_in_words(matches.basis),
        "preparing": matches.basis.is_preparing,
        "foreign": is_foreign(challenge.title, challenge.scope, challenge.expected_outcome),
        "missing": matches.missing,
        "left_out": sum(count for _reason, count in matches.left_out),
        "judged": len(judged),
        "judged_fitting": yes,
        "may_judge": bool(policy.decide(actor_of(request), "solution.judge", programme.facts())),
        "synthetic": any(match.subject.synthetic for match in matches.found),
        "kinds": list(OrganisationKind.choices),
        **filter_choices(programme),
    }
    return render(request, "solutions/for_challenge.html", context)


@screen("solution.judge", load=load_solution)
@require_POST
def judge(request: HttpRequest, solution: Solution) -> HttpResponse:
    """A scout says whether the pair is any good."""
    challenge = load_challenge(solution.programme, actor_of(request), request.POST.get("challenge", ""))
    judge_match(
        solution=solution,
        challenge=challenge,
        fits=request.POST.get("answer") == "fits",
        **pressed(request),
    )
    messages.success(request, _("Noted; it is counted on this page and changes no order in silence."))
    return redirect("solutions:for_challenge", solution.programme.slug, challenge.number)


def _wishes(request: HttpRequest) -> tuple[Wishes, dict[str, str]]:
    """What is asked for in the address, as wishes and as typed."""
    typed = {name: request.GET.get(name, "")[:20] for name in ("trl_from", "trl_to", "country", "kind", "required")}
    low, high = (int(typed[name]) if typed[name] in set("123456789") else 0 for name in ("trl_from", "trl_to"))
    levels = tuple(range(low or 1, (high or 9) + 1)) if low or high else ()
    kind = typed["kind"] if typed["kind"] in OrganisationKind.values else ""
    country = typed["country"].upper() if typed["country"].isalpha() and len(typed["country"]) == 2 else ""
    return Wishes(levels, country, kind, required=bool(typed["required"])), typed
