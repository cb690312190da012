"""The host's screen: for the projector, with what the host needs to press."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_POST

from securit.kernel.perform import may
from securit.programmes.public import actor_of, pressed, screen
from securit.stages.challenges.models import Comment, Vote, Workshop
from securit.stages.challenges.room_models import KIND_LABELS
from securit.stages.challenges.selectors import comments_of, votes_of
from securit.stages.challenges.services.close_vote import close_vote
from securit.stages.challenges.services.open_room import close_room, open_room
from securit.stages.challenges.services.open_vote import open_vote, reveal_vote
from securit.stages.challenges.services.prepare_vote import drop_vote
from securit.stages.challenges.services.say_in_room import hide_comment, show_comment
from securit.stages.challenges.web.workshops import load_workshop, page_of, result_context

VOTE_ACTS: dict[str, Callable[..., Vote]] = {
    "open_vote": open_vote,
    "close_vote": close_vote,
    "reveal": reveal_vote,
    "drop": drop_vote,
}
ROOM_ACTS: dict[str, Callable[..., Workshop]] = {"open": open_room, "close": close_room}
COMMENT_ACTS: dict[str, Callable[..., Comment]] = {"show": show_comment, "hide": hide_comment}
MOST_COMMENTS = 6


@screen("workshop.host", load=load_workshop)
def screen_page(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """QR code, join code, who is here, the present vote and its result."""
    address = f"{settings.BASE_URL}{reverse('challenges:room', args=[workshop.programme.slug, workshop.ref])}"
    context = {
        "qr": qr_svg(address),
        "join_address": f"{settings.BASE_URL}{reverse('rooms:enter')}".partition("://")[2].rstrip("/"),
        **_live(request, workshop),
    }
    return render(request, "challenges/host.html", context)


@screen("workshop.host", load=load_workshop)
def live(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """The part of the screen that moves; 304 while nothing has."""
    context = _live(request, workshop)
    quoted = f'"{_tag(context)}"'
    if request.headers.get("If-None-Match") == quoted:
        response = HttpResponse(status=304)
    else:
        response = render(request, "challenges/host_live.html", context)
    response["ETag"], response["Cache-Control"] = quoted, "private, no-store"
    return response


@screen("workshop.host", load=load_workshop)
@require_POST
def act(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """One press of one button; each act asks the policy again."""
    name, of = request.POST.get("act", ""), request.POST.get("of", "")
    said = pressed(request)
    if name in ROOM_ACTS:
        ROOM_ACTS[name](workshop=workshop, **said)
    elif name in VOTE_ACTS:
        VOTE_ACTS[name](vote=_one(votes_of(workshop), of), **said)
    elif name in COMMENT_ACTS:
        COMMENT_ACTS[name](comment=_one(comments_of(workshop), of), **said)
    else:
        raise Http404
    return redirect(page_of(workshop, "workshop" if request.POST.get("back") == "workshop" else "host"))


def qr_svg(text: str) -> SafeString:
    """The QR code as SVG without inline style, dark on light whatever the theme: cameras want it so."""
    drawn = segno.make(text, error="m", micro=False).svg_inline(
        scale=1, border=2, dark="#000", light="#fff", omitsize=True, svgclass="room-qr", lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308 - made from our own address by the library, which escapes nothing into it


def _one(rows: Any, ref: str) -> Any:
    found = rows.filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def _live(request: HttpRequest, workshop: Workshop) -> dict[str, Any]:
    actor = actor_of(request)
    votes = list(votes_of(workshop))
    present = next((each for each in votes if each.state == "open"), None)
    closed = [each for each in votes if each.state == "closed"]
    last = closed[-1] if closed and present is None else None
    kinds = Counter(workshop.participants.order_by("id").values_list("kind", flat=True))
    shown = [each for each in comments_of(workshop) if each.state == "shown"][-MOST_COMMENTS:]
    return {
        "workshop": workshop,
        "programme": workshop.programme,
        "is_open": workshop.state == "open",
        "may_open": may(actor, "open", workshop),
        "may_close": may(actor, "close", workshop),
        "here": sum(kinds.values()),
        "kinds": [(KIND_LABELS[kind], count) for kind, count in sorted(kinds.items(), key=lambda k: (-k[1], k[0]))],
        "present": present,
        "received": present.voted.count() if present else 0,
        "last": last,
        "shown": result_context(last) if last and last.revealed_at else None,
        "prepared": [each for each in votes if each.state == "prepared"],
        "candidates": list(workshop.candidates.select_related("challenge").order_by("position", "id")),
        "comments": shown,
    }


def _tag(context: dict[str, Any]) -> str:
    parts = (
        context["workshop"].version,
        context["here"],
        context["received"],
        [(vote.ref, vote.version) for vote in (context["present"], context["last"], *context["prepared"]) if vote],
        [comment.ref for comment in context["comments"]],
    )
    return sha256(repr(parts).encode()).hexdigest()[:20]
