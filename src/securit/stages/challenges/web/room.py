"""The phone: join without an account, vote, see what came of it. Every page works without JavaScript."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from securit.kernel.actor import Actor, link_holder
from securit.kernel.arrival import arrived
from securit.kernel.refusals import Refusal
from securit.kit.acts import Done, attempt
from securit.programmes.public import actor_of, public, refused
from securit.stages.challenges.ballot_papers import RATE
from securit.stages.challenges.engines import rule_in_words
from securit.stages.challenges.links import registered_room_token, registrant
from securit.stages.challenges.models import Ballot, Participant, Registration, Vote, Voted, Workshop
from securit.stages.challenges.policy import PUBLIC_WORKSHOPS
from securit.stages.challenges.room_keys import Credential, ballot_code, ballot_key, voted_tag
from securit.stages.challenges.room_models import KIND_LABELS
from securit.stages.challenges.room_results import marks_text, result_of
from securit.stages.challenges.selectors import comments_of, find_registration, participant_of, votes_of
from securit.stages.challenges.services.cast_ballot import cast_ballot
from securit.stages.challenges.services.join_room import enter_registered, join_room, recognise
from securit.stages.challenges.services.say_in_room import say_in_room
from securit.stages.challenges.web.room_forms import PICKS, SCALE, JoinForm, lines_of, sent_ballot, sent_revision
from securit.stages.challenges.web.room_pulse import pulse_of, tag_from

COOKIE_DAYS = 30


@dataclass(frozen=True, slots=True)
class Guest:
    """Who holds the phone: participant and secret."""

    participant: Participant
    credential: Credential

    @property
    def actor(self) -> Actor:
        """The holder of the room's link."""
        return link_holder(self.participant.ref, f"room:{self.participant.workshop.ref}")


@public("whoever has the room's address sees when it opens; to vote one joins")
@require_GET
@never_cache
def page(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """The room on the phone, or the questions before it."""
    workshop = _room(request, slug, ref)
    guest = _guest(request, workshop)
    if guest is None:
        context = {"form": JoinForm(), **_frame(workshop)}
        return render(request, "challenges/join.html", context)
    context = {**_page(workshop, guest), "said": request.GET.get("said") == "1"}
    return render(request, "challenges/room.html", context)


@public("whoever has the room's address may come in while it is open; no account is asked for")
@require_POST
def join(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Come in: the answer sets the cookie that holds token and secret."""
    workshop = _room(request, slug, ref)
    registered, guest = _registered(request, workshop), _guest(request, workshop)
    if guest is not None:
        if registered is not None:
            recognise(participant=guest.participant, registration=registered)
        return redirect("challenges:room", slug, ref)
    if registered is not None:
        return _by_personal_link(request, registered)
    form = JoinForm(request.POST)
    credential, actor, at = Credential.fresh(), actor_of(request), arrived(request)
    tried = attempt(
        form,
        lambda: join_room(workshop=workshop, newcomer=form.newcomer(), credential=credential, actor=actor, at=at),
    )
    if isinstance(tried, Done):
        return _into_the_room(workshop, credential)
    return render(request, "challenges/join.html", {"form": form, **_frame(workshop)}, status=tried.status)


def _registered(request: HttpRequest, workshop: Workshop) -> Registration | None:
    """The registration whose personal link was used; a forged one is no link."""
    ref, token = request.POST.get("registration", ""), request.POST.get("token", "")
    if not ref or registrant(ref, token) is None:
        return None
    row = find_registration(workshop.programme, ref)
    return row if row is not None and row.workshop_id == workshop.pk else None


def _by_personal_link(request: HttpRequest, registered: Registration) -> HttpResponse:
    credential = Credential.fresh(registered_room_token(registered.ref))
    enter_registered(
        registration=registered,
        nickname=request.POST.get("nickname", ""),
        credential=credential,
        actor=actor_of(request),
        at=arrived(request),
    )
    return _into_the_room(registered.workshop, credential)


@public("phones ask whether anything is new in a room whose address they have; the answer is a tag without content")
@require_GET
def pulse(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """304 where the phone knows the tag already."""
    tag = pulse_of(slug, ref).tag
    if not tag:
        raise Http404
    quoted = f'"{tag}"'
    response: HttpResponse
    if request.headers.get("If-None-Match") == quoted:
        response = HttpResponse(status=304)
    else:
        response = JsonResponse({"tag": tag})
    response["ETag"], response["Cache-Control"] = quoted, "no-store"
    return response


@public("whoever is in the room votes; the cookie of the room says who that is, and the service asks the policy")
@require_POST
def vote(request: HttpRequest, slug: str, ref: str, number: int) -> HttpResponse:
    """Take a ballot: as JSON for the page's script, else back to the room."""
    workshop = _room(request, slug, ref)
    asked = _vote(workshop, number)
    guest = _guest(request, workshop)
    wants_json = request.headers.get("Accept", "") == "application/json"
    try:
        if guest is None:
            raise Refusal(_("Join the room first."), code="not_in_the_room", status=403)
        receipt = cast_ballot(
            vote=asked,
            participant=guest.participant,
            secret=guest.credential.secret,
            sent=sent_ballot(asked, request.POST),
            actor=guest.actor,
            at=arrived(request),
            revision=sent_revision(request.POST),
        )
    except Refusal as refusal:
        if wants_json:
            return JsonResponse({"sentence": str(refusal), "code": refusal.code}, status=refusal.status)
        return refused(request, refusal)
    if wants_json:
        return JsonResponse(
            {
                "received": date_format(_local(workshop, receipt.received_at), "H:i"),
                "code": ballot_code(receipt.key),
                "revision": receipt.revision,
            }
        )
    return redirect("challenges:room", slug, ref)


@public("whoever is in the room says a few words; the cookie of the room says who, and the service asks the policy")
@require_POST
def comment(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """A comment for the host."""
    workshop = _room(request, slug, ref)
    guest = _guest(request, workshop)
    if guest is None:
        return refused(request, Refusal(_("Join the room first."), code="not_in_the_room", status=403))
    text, intent = request.POST.get("text", ""), request.POST.get("intent", "")
    try:
        say_in_room(participant=guest.participant, text=text, actor=guest.actor, at=arrived(request), intent=intent)
    except Refusal as refusal:
        context = {**_page(workshop, guest), "comment_text": text, "comment_problem": str(refusal)}
        return render(request, "challenges/room.html", context, status=refusal.status)
    return redirect(f"{reverse('challenges:room', args=[slug, ref])}?said=1#comments")


@public("the ballots of a vote whose result was shown are published, without names; voters look for their own")
@require_GET
@never_cache
def ballots(request: HttpRequest, slug: str, ref: str, number: int) -> HttpResponse:
    """The published list, with the digest that stands in the trail; the own ballot is marked."""
    workshop = _room(request, slug, ref)
    asked = _vote(workshop, number)
    if asked.state != "closed" or asked.revealed_at is None:
        raise Http404
    if request.GET.get("as") == "json":
        return JsonResponse({"vote": asked.ref, "sha256": asked.ballots_sha256, "ballots": asked.ballots})
    guest = _guest(request, workshop)
    own = ballot_key(guest.credential.secret, asked.ref) if guest else ""
    rows = [
        {
            "code": ballot_code(each["key"]),
            "key": each["key"],
            "kind": KIND_LABELS[each["kind"]],
            "says": marks_text(each["content"]),
            "own": each["key"] == own,
        }
        for each in asked.ballots
    ]
    context = {"vote": asked, "rows": rows, "own": next((row for row in rows if row["own"]), None), "guest": guest}
    return render(request, "challenges/ballots.html", {**context, **_frame(workshop)})


def _room(request: HttpRequest, slug: str, ref: str) -> Workshop:
    rows = Workshop.objects.filter(programme__slug=slug, ref=ref, state__in=PUBLIC_WORKSHOPS)
    found = rows.select_related("programme", "domain").first()
    if found is None:
        raise Http404(_("There is no such room here."))
    request.programme = found.programme  # type: ignore[attr-defined]
    return found


def _vote(workshop: Workshop, number: int) -> Vote:
    found = votes_of(workshop).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def _into_the_room(workshop: Workshop, credential: Credential) -> HttpResponse:
    """The way into the room, with the cookie that holds token and secret."""
    address = reverse("challenges:room", args=[workshop.programme.slug, workshop.ref])
    response = redirect(address)
    response.set_cookie(
        f"room-{workshop.ref}",
        credential.text,
        max_age=COOKIE_DAYS * 86_400,
        path=address,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _guest(request: HttpRequest, workshop: Workshop) -> Guest | None:
    """Who holds the phone that asks, if it is in this room."""
    credential = Credential.read(request.COOKIES.get(f"room-{workshop.ref}", ""))
    participant = participant_of(workshop, credential.token) if credential else None
    return Guest(participant, credential) if credential and participant else None


def _frame(workshop: Workshop) -> dict[str, Any]:
    return {"workshop": workshop, "programme": workshop.programme, "is_open": workshop.state == "open"}


def _page(workshop: Workshop, guest: Guest) -> dict[str, Any]:
    votes = list(votes_of(workshop))
    present = next((each for each in votes if each.state == "open"), None)
    shown = [each for each in votes if each.revealed_at is not None]
    return {
        **_frame(workshop),
        "tag": tag_from(workshop.ref, workshop.version, [(each.ref, each.version) for each in votes]),
        "guest": guest,
        "paper": _paper(workshop, guest, present) if present else None,
        "waiting": next((each for each in reversed(votes) if each.state == "closed" and not each.revealed_at), None),
        "results": [
            {
                "vote": each,
                "result": result_of(each),
                "code": ballot_code(ballot_key(guest.credential.secret, each.ref)),
                "voted": any(ballot["key"] == ballot_key(guest.credential.secret, each.ref) for ballot in each.ballots),
            }
            for each in reversed(shown)
        ],
        "comments": [each for each in comments_of(workshop) if each.state == "shown"],
    }


def _paper(workshop: Workshop, guest: Guest, vote: Vote) -> dict[str, Any]:
    """The open vote for this phone: what lies in the box already, and what to say of it."""
    voted = Voted.objects.filter(vote=vote, participant=guest.participant).first()
    key, tag = ballot_key(guest.credential.secret, vote.ref), voted_tag(guest.credential.secret, vote.ref)
    elsewhere = voted is not None and voted.tag != tag
    ballot = Ballot.objects.filter(vote=vote, key=key).first() if voted and not elsewhere else None
    return {
        "vote": vote,
        "lines": lines_of(vote, ballot.content if ballot else None),
        "rates": vote.form == RATE,
        "scale": SCALE,
        "most": PICKS,
        "rule": rule_in_words(vote.rule),
        "received": date_format(_local(workshop, voted.received_at), "H:i") if voted and ballot else "",
        "code": ballot_code(key),
        "revision": voted.revision + 1 if voted else 1,
        "elsewhere": elsewhere,
    }


def _local(workshop: Workshop, moment: Any) -> Any:
    from zoneinfo import ZoneInfo

    return moment.astimezone(ZoneInfo(workshop.programme.terms.time_zone))
