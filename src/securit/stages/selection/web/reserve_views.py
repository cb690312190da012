"""The reserve list: who waits, what a withdrawal would move, and the move itself."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kernel import policy
from securit.kernel.arrival import arrived
from securit.kit.acts import ActForm, Done, attempt, onward
from securit.programmes.public import actor_of, screen
from securit.stages.calls.public import Call
from securit.stages.selection.departures import LONGEST_REASON
from securit.stages.selection.models import Award
from securit.stages.selection.policy import SelectionFacts
from securit.stages.selection.selectors import awards_of
from securit.stages.selection.services.use_reserve import use_reserve
from securit.stages.selection.succession import Succession, reserve_until, succession_on
from securit.stages.selection.web.loading import load_call

NOBODY = "nobody"


class MoveForm(ActForm):
    """The confirmation of moves that were seen."""

    digest = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("It stands in the record, and with every award that moves."),
        widget=forms.Textarea(attrs={"rows": 3, "data-max-characters": LONGEST_REASON}),
        max_length=LONGEST_REASON,
    )


@screen("ranking.list", post="award.withdraw", load=load_call)
def show(request: HttpRequest, call: Call) -> HttpResponse:
    """The list; with ``?gone=REF`` (or ``nobody``) everything that would move, and the form that confirms it."""
    awards = list(awards_of(call))
    if not awards:
        raise Http404(_("No award was decided on this call yet."))
    asked = request.GET.get("gone", "")
    gone = next((a for a in awards if a.ref == asked and a.state == "funded"), None)
    moves = succession_on(call, gone) if gone is not None or asked == NOBODY else None
    form = MoveForm.received(request, digest=moves.digest if moves else "")
    tried = attempt(form, lambda: _move(request, call, gone, form))
    if isinstance(tried, Done):
        return onward(request, request.path, _("Done: the list moved, and the money with it."))
    if form.is_bound and moves is not None:
        form.renew(digest=moves.digest)
    return render(request, "selection/reserve.html", _context(request, call, awards, moves, form), status=tried.status)


def _move(request: HttpRequest, call: Call, gone: Award | None, form: MoveForm) -> Succession:
    given = form.given
    return use_reserve(
        call=call, gone=gone, reason=given["reason"], seen=given["digest"], actor=actor_of(request), at=arrived(request)
    )


def _context(
    request: HttpRequest, call: Call, awards: list[Award], moves: Succession | None, form: MoveForm
) -> dict[str, object]:
    until, actor = reserve_until(call), actor_of(request)
    is_over = arrived(request) >= until
    verdict = policy.decide(actor, "award.withdraw", SelectionFacts(call.programme_id, call.ref, "funded"))
    waiting = sorted((a for a in awards if a.state == "reserve_listed"), key=lambda a: a.reserve_position or 0)
    return {
        "call": call,
        "programme": call.programme,
        "funded": [a for a in awards if a.state == "funded"],
        "waiting": waiting,
        "moves": moves,
        "can_move": bool(moves and (moves.gone or moves.entering) and not (is_over and moves.entering)),
        "form": form,
        "why_not": str(getattr(verdict, "reason", "")),
        "until": until,
        "is_over": is_over,
        "nobody": NOBODY,
    }
