"""Pages of a participant of a brokerage day: whom to meet, and the personal agenda, made for a phone."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel.arrival import arrived
from securit.kit.acts import Done, attempt, onward
from securit.kit.tables import pages
from securit.programmes.public import find_programme, pressed, public, screen
from securit.stages.matchmaking.agenda_links import feed_url, opens
from securit.stages.matchmaking.brokerage_selectors import (
    brokerage_of,
    meetings_with,
    notes_by,
    requests_with,
    slots_of,
)
from securit.stages.matchmaking.event_calendar import MEDIA_TYPE, calendar
from securit.stages.matchmaking.event_policy import TAKING_PART
from securit.stages.matchmaking.event_selectors import participants_of
from securit.stages.matchmaking.follow_ups import other_of
from securit.stages.matchmaking.models import Brokerage, Meeting, MeetingRequest, Registration
from securit.stages.matchmaking.services.note_outcome import note_outcome
from securit.stages.matchmaking.services.register_for_event import set_availability
from securit.stages.matchmaking.services.request_meeting import (
    accept_request,
    decline_request,
    request_meeting,
    withdraw_request,
)
from securit.stages.matchmaking.web.addresses import page_of
from securit.stages.matchmaking.web.agenda import agenda_context, appointments_of
from securit.stages.matchmaking.web.brokerage_forms import NoteForm, RequestForm
from securit.stages.matchmaking.web.event_views import load_own
from securit.stages.matchmaking.zones import ZONES

ANSWERS: dict[str, Callable[..., MeetingRequest]] = {
    "accept": accept_request,
    "decline": decline_request,
    "withdraw": withdraw_request,
}
ON_A_PAGE = 20


def _brokerage(registration: Registration) -> Brokerage:
    found = brokerage_of(registration.event)
    if found is None:
        raise Http404(_("Nobody meets in pairs at this event."))
    return found


@screen("event_registration.take_part", load=load_own)
def people(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Who takes part, what they offer and seek, whom one has asked, and when one can meet."""
    brokerage = _brokerage(registration)
    words = request.GET.get("q", "").strip()[:60]
    others = [row for row in participants_of(registration.event) if row.pk != registration.pk and _speaks(row, words)]
    split = Paginator(others, ON_A_PAGE)
    page = split.get_page(request.GET.get("page"))
    mine = list(requests_with(registration))
    context = {
        "programme": registration.programme,
        "event": registration.event,
        "zone": registration.event.time_zone,
        "own": registration,
        "brokerage": brokerage,
        "is_open": brokerage.state == "requesting",
        "incoming": [row for row in mine if row.asked_id == registration.pk],
        "outgoing": [row for row in mine if row.asker_id == registration.pk],
        "others": [(row, _request_between(mine, row)) for row in page.object_list],
        "found": len(others),
        "pages": pages(page.number, split.num_pages, lambda number: f"?{urlencode({'q': words, 'page': str(number)})}"),
        "words": words,
        "slots": slots_of(brokerage),
    }
    return render(request, "matchmaking/meetings.html", context)


@screen("event_registration.take_part", post="event_registration.edit", load=load_own)
@require_POST
def availability(request: HttpRequest, registration: Registration) -> HttpResponse:
    """The rounds in which one can be there; what is not ticked is when one cannot."""
    ticked = {int(each) for each in request.POST.getlist("here") if each.isdecimal()}
    absent = [slot.number for slot in slots_of(_brokerage(registration)) if slot.number not in ticked]
    set_availability(
        registration=registration,
        absent=absent,
        **pressed(request),
    )
    messages.success(request, _("Saved: this is when others can meet you."))
    return redirect("events:meetings", registration.programme.slug, registration.event.ref)


@screen("event_registration.take_part", post="event_registration.edit", load=load_own)
def ask(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Ask one person for a meeting."""
    brokerage, match = _brokerage(registration), request.resolver_match
    wanted = match.kwargs.get("person", "") if match else ""
    other = participants_of(registration.event).filter(ref=wanted).first()
    if other is None or other.pk == registration.pk:
        raise Http404(_("There is nobody of that name at this event."))
    form = RequestForm.received(request, asked=other.ref)
    tried = attempt(
        form,
        lambda: request_meeting(
            brokerage=brokerage,
            asker=registration,
            asked=other,
            priority=form.cleaned_data["priority"],
            message=form.cleaned_data["message"],
            **pressed(request),
        ),
    )
    if isinstance(tried, Done):
        return onward(request, page_of(registration.event, "meetings"), _("Asked: %(name)s.") % {"name": other.house})
    context = {"programme": registration.programme, "event": registration.event, "other": other, "form": form}
    return render(request, "matchmaking/ask.html", context, status=tried.status)


@screen("event_registration.take_part", load=load_own)
@require_POST
def answer(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Accept, decline or withdraw; each asks the policy again."""
    found = requests_with(registration).filter(ref=request.POST.get("of", "")).first()
    act = ANSWERS.get(request.POST.get("act", ""))
    if found is None or act is None:
        raise Http404
    act(
        request=found,
        **pressed(request),
    )
    return redirect("events:meetings", registration.programme.slug, registration.event.ref)


@screen("event_registration.take_part", load=load_own)
def agenda(request: HttpRequest, registration: Registration) -> HttpResponse:
    """One's own day: when, where, with whom; why not more; what came of it."""
    brokerage = _brokerage(registration)
    wished = request.GET.get("zone", "")
    zone = wished if wished in dict(ZONES) else registration.event.time_zone
    context = {
        "programme": registration.programme,
        "event": registration.event,
        "own": registration,
        "zone": zone,
        "zones": ZONES,
        "feed": feed_url(registration),
        **agenda_context(brokerage, registration, arrived(request), ZoneInfo(zone)),
    }
    return render(request, "matchmaking/agenda.html", context)


@screen("event_registration.take_part", post="event_registration.edit", load=load_own)
def note(request: HttpRequest, registration: Registration) -> HttpResponse:
    """What came of one meeting; who wants to go on is led to the next step."""
    meeting = meeting_in_agenda(request, registration)
    form = NoteForm.received(request, **NoteForm.written(notes_by(registration).get(meeting.pk)))
    tried = attempt(
        form,
        lambda: note_outcome(meeting=meeting, registration=registration, outcome=form.outcome(), **pressed(request)),
    )
    if isinstance(tried, Done):
        return onward(request, _after_note(meeting, registration), _("Noted."))
    context = {
        "programme": registration.programme,
        "event": registration.event,
        "zone": registration.event.time_zone,
        "meeting": meeting,
        "other": other_of(meeting, registration),
        "form": form,
    }
    return render(request, "matchmaking/note.html", context, status=tried.status)


def meeting_in_agenda(request: HttpRequest, registration: Registration) -> Meeting:
    """The meeting that the address names, of the person's own. Raises ``Http404``."""
    match = request.resolver_match
    wanted = match.kwargs.get("meeting", "") if match else ""
    meeting = meetings_with(registration).exclude(state="dropped").filter(ref=wanted).first()
    if meeting is None:
        raise Http404(_("There is no such meeting in your agenda."))
    return meeting


def _after_note(meeting: Meeting, registration: Registration) -> str:
    """The page of the next step for who wants to go on, else the agenda."""
    event, note = registration.event, notes_by(registration)[meeting.pk]
    if not note.goes_on:
        return page_of(event, "agenda")
    return reverse("events:next", args=[event.programme.slug, event.ref, meeting.ref])


@public("A private calendar address from a mail; its token is the key, since calendars cannot sign in.")
def feed(request: HttpRequest, slug: str, ref: str, token: str) -> HttpResponseBase:
    """The personal timetable for a calendar, always as it stands now."""
    programme = find_programme(slug)
    rows = Registration.objects.in_programme(programme).filter(ref=ref, state__in=TAKING_PART)
    registration = rows.select_related("event__programme", "programme", "user", "organisation").first()
    if registration is None or not opens(ref, token):
        raise Http404(_("This address is not complete. Copy the whole line from the mail."))
    made = calendar(registration.event.title, appointments_of(registration))
    response = HttpResponse(made, content_type=MEDIA_TYPE)
    response["Cache-Control"] = "private, no-store"
    return response


def _speaks(row: Registration, words: str) -> bool:
    text = f"{row.user.name} {row.house} {row.offers} {row.seeks}".lower()
    return all(word in text for word in words.lower().split())


def _request_between(mine: list[MeetingRequest], other: Registration) -> MeetingRequest | None:
    return next((row for row in mine if other.pk in (row.asker_id, row.asked_id)), None)
