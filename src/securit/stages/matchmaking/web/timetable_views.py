"""Pages of those who run a brokerage day: arrangement, timetable, the board of the day, table cards."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel.actor import Actor
from securit.kernel.arrival import arrived
from securit.kit.acts import Done, attempt, onward
from securit.machinery.documents.pdf import render_pdf
from securit.machinery.files.downloads import as_attachment
from securit.programmes.public import Programme, actor_of, pressed, screen
from securit.stages.matchmaking.brokerage_selectors import brokerage_of, tables_of
from securit.stages.matchmaking.documents.table_cards import TEMPLATE, cards_data, cards_title
from securit.stages.matchmaking.event_selectors import load_event, registrations_of
from securit.stages.matchmaking.models import Brokerage, Event
from securit.stages.matchmaking.services.arrange_brokerage import arrange_brokerage, close_requests, open_requests
from securit.stages.matchmaking.services.disturb_day import CannotDisturbDay, come_late, find_table, lose_table
from securit.stages.matchmaking.services.note_outcome import finish_brokerage
from securit.stages.matchmaking.services.propose_timetable import propose_timetable
from securit.stages.matchmaking.services.publish_timetable import publish_timetable, replan_timetable
from securit.stages.matchmaking.web.addresses import page_of
from securit.stages.matchmaking.web.brokerage_forms import ArrangeForm
from securit.stages.matchmaking.web.timetable_page import board_page, timetable_page

STEPS: dict[str, Callable[..., Brokerage]] = {
    "open_requests": open_requests,
    "close_requests": close_requests,
    "finish": finish_brokerage,
}
DECISIONS: dict[str, Callable[..., Brokerage]] = {"publish": publish_timetable, "replan": replan_timetable}
SAID = {
    "open_requests": gettext_lazy("Open: participants see each other and ask for meetings."),
    "close_requests": gettext_lazy("Closed. Compute the timetable when you are ready."),
    "finish": gettext_lazy("The day is closed."),
    "publish": gettext_lazy("Published. Everybody with a meeting gets a mail."),
    "replan": gettext_lazy("Published. Those whose meetings changed get a mail; nobody else does."),
}


def load_brokerage(programme: Programme, actor: Actor, ref: str, **_more: object) -> Event:
    """The brokerage day of that ref, if the actor may know of it. Raises ``Http404``."""
    event = load_event(programme, actor, ref)
    if not event.is_brokerage:
        raise Http404(_("Nobody meets in pairs at this event."))
    return event


def _brokerage(event: Event) -> Brokerage:
    found = brokerage_of(event)
    if found is None:
        raise Http404(_("Nobody meets in pairs at this event."))
    return found


@screen("event.host", load=load_brokerage)
def arrange(request: HttpRequest, event: Event) -> HttpResponse:
    """Sessions, rounds, tables and rooms."""
    brokerage = _brokerage(event)
    form = ArrangeForm.received(request, of={"brokerage": brokerage, "tables": tables_of(brokerage)})
    tried = attempt(
        form, lambda: arrange_brokerage(brokerage=brokerage, arrangement=form.arrangement(), **pressed(request))
    )
    if isinstance(tried, Done):
        return onward(request, page_of(event, "timetable"), _("Saved."))
    context = {"programme": event.programme, "event": event, "brokerage": brokerage, "form": form}
    return render(request, "matchmaking/arrange.html", context, status=tried.status)


@screen("event.oversee", load=load_brokerage)
def timetable(request: HttpRequest, event: Event) -> HttpResponse:
    """Where the day stands: requests, what is proposed, what is published, what came of it."""
    return render(
        request, "matchmaking/timetable.html", timetable_page(_brokerage(event), actor_of(request), arrived(request))
    )


@screen("event.host", load=load_brokerage)
@require_POST
def step(request: HttpRequest, event: Event) -> HttpResponse:
    """Open and close requests, compute, publish, close; each asks the policy again."""
    name = request.POST.get("step", "")
    brokerage, said = _brokerage(event), pressed(request)
    if name == "propose":
        propose_timetable(brokerage=brokerage, actor=said["actor"], at=said["at"])
        messages.success(request, _("Computed. Nobody sees it before you publish it."))
    elif name in DECISIONS:
        DECISIONS[name](brokerage=brokerage, reason=request.POST.get("reason", "")[:500], **said)
        messages.success(request, SAID[name])
    elif name in STEPS:
        STEPS[name](brokerage=brokerage, **said)
        messages.success(request, SAID[name])
    else:
        raise Http404
    return redirect("events:timetable", event.programme.slug, event.ref)


@screen("event.host", load=load_brokerage)
def board(request: HttpRequest, event: Event) -> HttpResponse:
    """The host's board: who meets now and next, who is missing, what was lost."""
    return render(request, "matchmaking/board.html", board_page(_brokerage(event), arrived(request)))


@screen("event.host", load=load_brokerage)
@require_POST
def disturb(request: HttpRequest, event: Event) -> HttpResponse:
    """Somebody comes late, a table is lost or found."""
    brokerage, name, of = _brokerage(event), request.POST.get("act", ""), request.POST.get("of", "")
    said = pressed(request)
    if name == "late":
        person = registrations_of(event).filter(ref=of).first()
        number = request.POST.get("from_round", "")
        if person is None:
            raise Http404
        if not number.isdecimal() or len(number) > 3:
            raise CannotDisturbDay(_("Choose a round."), code="unknown_round", field="from_round")
        come_late(registration=person, from_round=int(number), **said)
    elif name in ("lose", "find"):
        table = next((each for each in tables_of(brokerage) if str(each.number) == of), None)
        if table is None:
            raise Http404
        (lose_table if name == "lose" else find_table)(brokerage=brokerage, table=table, **said)
    else:
        raise Http404
    return redirect("events:board", event.programme.slug, event.ref)


@screen("event.oversee", load=load_brokerage)
def cards(request: HttpRequest, event: Event) -> HttpResponseBase:
    """One card for each table, to print and to stand on it."""
    brokerage = _brokerage(event)
    if brokerage.published_at is None:
        raise Http404(_("The timetable is not published yet."))
    made = render_pdf(
        TEMPLATE,
        cards_data(brokerage),
        title=cards_title(event),
        language=get_language() or "en",
        at=arrived(request),
    )
    response = HttpResponse(made, content_type="application/pdf")
    return as_attachment(response, name=f"table-cards-{event.ref}.pdf", size=len(made))
