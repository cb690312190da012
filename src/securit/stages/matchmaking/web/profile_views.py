"""One's own profile: begin, state, list, withdraw, whom to shut out, and whom to meet."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel.arrival import arrived
from securit.kit.acts import Done, attempt, onward
from securit.people.public import Organisation
from securit.programmes.public import Programme, actor_of, pressed, screen
from securit.stages.matchmaking.models import Profile
from securit.stages.matchmaking.selectors import profiles_of, without_profile
from securit.stages.matchmaking.services.edit_profile import (
    CannotBeginProfile,
    CannotStateProfile,
    begin_profile,
    edit_profile,
    publish_profile,
)
from securit.stages.matchmaking.services.register_own import register_own
from securit.stages.matchmaking.services.shut_out import let_in, shut_out
from securit.stages.matchmaking.services.suspend_profile import reinstate_profile, suspend_profile
from securit.stages.matchmaking.services.withdraw_profile import withdraw_profile
from securit.stages.matchmaking.web.forms import BeginForm, OwnOrganisationForm, ProfileForm, ReasonForm
from securit.stages.matchmaking.web.loading import load_profile
from securit.stages.matchmaking.web.overview import mine_page, suggestions_page
from securit.stages.matchmaking.web.pages import profile_page

#: Which partner's link a visitor followed, in their session, by programme.
VIA = "matchmaking_via"


@screen("profile.create")
def mine(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Where one's partner search stands, and what to do next."""
    return render(request, "matchmaking/mine.html", mine_page(programme, actor_of(request), arrived(request)))


@screen("profile.create")
def begin(request: HttpRequest, programme: Programme) -> HttpResponse:
    """A profile for an organisation for which one may speak."""
    organisations = without_profile(programme, actor_of(request))
    if not organisations:
        raise CannotBeginProfile(
            _("You represent no organisation that has no profile here yet."),
            code="no_organisation",
            remedy=_("Register yours under “My partner search”."),
            status=409,
        )
    via = request.session.get(VIA, {}).get(programme.slug, "")
    made_for = {"programme": programme, "organisations": organisations}
    form = BeginForm.received(request, of=made_for, cluster=via)
    tried = attempt(
        form,
        lambda: begin_profile(
            programme=programme,
            organisation=Organisation.objects.get(ref=form.cleaned_data["organisation"]),
            said=form.statement(),
            invited_by=via,
            **pressed(request),
        ),
    )
    if isinstance(tried, Done):
        return onward(request, _address(tried.made), _("Saved. Look at it, then list it."))
    return render(request, "matchmaking/edit.html", {"programme": programme, "form": form}, status=tried.status)


@screen("organisation.create")
def register(request: HttpRequest, programme: Programme) -> HttpResponse:
    """One's own organisation first, where it is not known here yet."""
    form = OwnOrganisationForm.received(request)
    tried = attempt(form, lambda: register_own(**form.stated(), actor=actor_of(request), at=arrived(request)))
    if isinstance(tried, Done):
        return redirect("matchmaking:begin", slug=programme.slug)
    return render(request, "matchmaking/register.html", {"programme": programme, "form": form}, status=tried.status)


@screen("profile.edit", load=load_profile)
def edit(request: HttpRequest, profile: Profile) -> HttpResponse:
    """Change what is stated, and who reads it."""
    form = ProfileForm.received(request, profile, of={"programme": profile.programme})
    tried = attempt(
        form, lambda: edit_profile(profile=profile, said=form.statement(), version=form.seen, **pressed(request))
    )
    if isinstance(tried, Done):
        return onward(request, _address(profile), _("Saved."))
    context = {"programme": profile.programme, "profile": profile, "form": form}
    return render(request, "matchmaking/edit.html", context, status=tried.status)


@screen("profile.match", load=load_profile)
def suggestions(request: HttpRequest, profile: Profile) -> HttpResponse:
    """Whom the platform suggests to meet, with reasons."""
    return render(request, "matchmaking/suggestions.html", suggestions_page(profile, actor_of(request)))


@screen("profile.publish", load=load_profile)
@require_POST
def publish(request: HttpRequest, profile: Profile) -> HttpResponse:
    """Into the list; what is missing is said at its field of the form."""
    try:
        return _step(request, profile, publish_profile, _("Listed. Others find you now."))
    except CannotStateProfile as refusal:
        stands = {**ProfileForm.standing(profile), "intent": "", "version": profile.version}
        bound = ProfileForm(stands, programme=profile.programme)
        bound.is_valid()
        bound.refuse(refusal)
        context = {"programme": profile.programme, "profile": profile, "form": bound}
        return render(request, "matchmaking/edit.html", context, status=refusal.status)


@screen("profile.withdraw", load=load_profile)
@require_POST
def withdraw(request: HttpRequest, profile: Profile) -> HttpResponse:
    """Out of the list; what was begun ends."""
    return _step(request, profile, withdraw_profile, _("Withdrawn: nobody sees it, and open conversations are ended."))


@screen("profile.reinstate", load=load_profile)
@require_POST
def reinstate(request: HttpRequest, profile: Profile) -> HttpResponse:
    """Staff put a suspended profile back."""
    return _step(request, profile, reinstate_profile, _("It is listed again."))


@screen("profile.suspend", load=load_profile)
@require_POST
def suspend(request: HttpRequest, profile: Profile) -> HttpResponse:
    """Staff take a profile away; its people read why."""
    form = ReasonForm.received(request)
    tried = attempt(
        form,
        lambda: suspend_profile(
            profile=profile,
            reason=form.cleaned_data["reason"],
            **pressed(request),
        ),
    )
    if isinstance(tried, Done):
        return onward(request, _address(profile), _("Suspended. The organisation is told by mail."))
    context = profile_page(profile, actor_of(request)) | {"suspend_form": form}
    return render(request, "matchmaking/profile.html", context, status=tried.status)


@screen("profile.shut_out", load=load_profile)
@require_POST
def shut_out_one(request: HttpRequest, profile: Profile) -> HttpResponse:
    """Hide from a competitor, or block an organisation."""
    shut_out(
        profile=profile,
        organisation=_organisation(request, profile),
        cause=request.POST.get("cause", ""),
        **pressed(request),
    )
    return onward(request, _address(profile), _("Done; they are not told. You can let them in again here."))


@screen("profile.let_in", load=load_profile)
@require_POST
def let_in_one(request: HttpRequest, profile: Profile) -> HttpResponse:
    """Treat an organisation like every other again."""
    organisation = _organisation(request, profile)
    let_in(
        profile=profile,
        organisation=organisation,
        **pressed(request),
    )
    return onward(request, _address(profile), _("They are treated like every other organisation again."))


def _organisation(request: HttpRequest, profile: Profile) -> Organisation:
    """The organisation of the profile that was posted, which the actor may see or has shut out."""
    ref = request.POST.get("organisation", "")
    seen = profiles_of(profile.programme).visible_to(actor_of(request)).filter(ref=ref).first()
    if seen is not None:
        return seen.organisation
    barred = profile.bars.select_related("organisation").filter(organisation__ref=ref).first()
    if barred is None:
        raise Http404
    return barred.organisation


def _step(request: HttpRequest, profile: Profile, step: Callable[..., Profile], done: str) -> HttpResponse:
    step(profile=profile, **pressed(request))
    return onward(request, _address(profile), done)


def _address(profile: Profile) -> str:
    return reverse("matchmaking:profile", args=[profile.programme.slug, profile.ref])
