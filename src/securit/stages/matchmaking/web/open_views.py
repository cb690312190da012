"""What is open to everybody: a partner's link, the card of a call for other sites, and the link that stops mails."""

from __future__ import annotations

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt

from securit.kernel.arrival import arrived
from securit.people.public import User
from securit.programmes.public import Partner, Programme, find_programme, pressed, public, screen
from securit.stages.calls.public import Call, addressed_challenges
from securit.stages.matchmaking.links import holder
from securit.stages.matchmaking.selectors import stop_of
from securit.stages.matchmaking.services.stop_notices import resume_notices, stop_notices
from securit.stages.matchmaking.web.loading import load_call
from securit.stages.matchmaking.web.profile_views import VIA

PRIVATE_LINK = "A private link from a mail; its token is the key, so no account is needed."
#: Sites of partners show the card in a frame. It holds no form, no script that acts, and knows nobody.
FRAMED_ANYWHERE = {"frame-ancestors": ["*"]}


@screen("programme.view", open_to_all=True)
def welcome(request: HttpRequest, programme: Programme, code: str) -> HttpResponse:
    """A partner's link: who invites, and how to begin. That one came by it is kept in the session until then."""
    partner = Partner.objects.filter(programme=programme, code=code).select_related("organisation").first()
    if partner is None:
        raise Http404(_("There is no such partner here."))
    if request.method == "POST":
        request.session[VIA] = {**request.session.get(VIA, {}), programme.slug: partner.code}
        return redirect("matchmaking:mine", slug=programme.slug)
    return render(request, "matchmaking/welcome.html", {"programme": programme, "partner": partner})


@xframe_options_exempt
@csp_replace(FRAMED_ANYWHERE)
@screen("call.view", load=load_call, open_to_all=True)
def card(request: HttpRequest, call: Call) -> HttpResponse:
    """The call in a few lines, to be framed by other sites; the same for every reader."""
    via = Partner.objects.filter(programme=call.programme, code=request.GET.get("via", "")).first()
    challenges = [row.challenge for row in addressed_challenges(call)]
    slug = call.programme.slug
    context = {
        "call": call,
        "programme": call.programme,
        "challenges": challenges,
        "via": via,
        "at": arrived(request),
        "call_url": settings.BASE_URL + reverse("calls:show", args=[slug, call.code]),
        "welcome_url": settings.BASE_URL + reverse("matchmaking:welcome", args=[slug, via.code]) if via else "",
    }
    return render(request, "matchmaking/card.html", context)


@public(PRIVATE_LINK)
def notices(request: HttpRequest, slug: str, ref: str, token: str) -> HttpResponse:
    """Stop mails about introductions with one press, and get them again with another."""
    programme = find_programme(slug)
    actor, user = holder(slug, ref, token), User.objects.filter(ref=ref).first()
    if actor is None or user is None:
        raise Http404(_("This link is not complete. Copy the whole line from the mail."))
    if request.method == "POST":
        act = resume_notices if request.POST.get("answer") == "resume" else stop_notices
        act(programme=programme, user=user, **pressed(request, actor))
        return redirect(request.path)
    stop = stop_of(programme, user.pk)
    context = {"programme": programme, "stopped": stop is not None and stop.state == "stopped"}
    return render(request, "matchmaking/notices.html", context)
