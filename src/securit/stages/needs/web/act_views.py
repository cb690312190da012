"""What people do with a need: accept, decline, review again, merge, undo, group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel.actor import Actor
from securit.kernel.arrival import arrived
from securit.kernel.refusals import Refusal
from securit.programmes.public import screen
from securit.stages.needs.contracts import Reader
from securit.stages.needs.disclosure import shown_to
from securit.stages.needs.engines import RULE, Resembling, resembling
from securit.stages.needs.models import Need
from securit.stages.needs.policy import reader_of
from securit.stages.needs.selectors import find_need, themes_of, visible_needs
from securit.stages.needs.services.accept_need import accept_need
from securit.stages.needs.services.decline_need import decline_need
from securit.stages.needs.services.group_need import CannotGroupNeed, group_need
from securit.stages.needs.services.merge_need import KEEPING, CannotMergeNeed, merge_need
from securit.stages.needs.services.reconsider_need import reconsider_need
from securit.stages.needs.services.separate_need import separate_need
from securit.stages.needs.services.ungroup_need import ungroup_need
from securit.stages.needs.web.desk_views import page_of
from securit.stages.needs.web.forms import ReasonForm
from securit.stages.needs.web.loading import actor_in, intent_of, load_need
from securit.stages.needs.web.pages import facts_of, story_of, titles_of

ADVICE = f"matching.likeness/{RULE}"


@screen("need.accept", load=load_need)
@require_POST
def accept(request: HttpRequest, need: Need) -> HttpResponse:
    """Take it up."""
    return _step(request, need, accept_need, _("Accepted; its owner is told."))


@screen("need.decline", load=load_need)
@require_POST
def decline(request: HttpRequest, need: Need) -> HttpResponse:
    """Say why it is not taken up."""
    form, status = ReasonForm(request.POST), 422
    if form.is_valid():
        try:
            decline_need(
                need=need,
                reason=form.cleaned_data["reason"],
                actor=actor_in(request),
                at=arrived(request),
                intent=form.cleaned_data["intent"],
            )
        except Refusal as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            messages.success(request, _("Declined; its owner reads the reason."))
            return redirect("needs:show", need.programme.slug, need.ref)
    return render(request, "needs/show.html", page_of(request, need, reason_form=form), status=status)


@screen("need.reconsider", load=load_need)
@require_POST
def reconsider(request: HttpRequest, need: Need) -> HttpResponse:
    """Review it again."""
    return _step(request, need, reconsider_need, _("It waits for a review again."))


@screen("need.merge", load=load_need)
def merge(request: HttpRequest, need: Need) -> HttpResponse:
    """Needs that resemble this one, with the words that made them similar; both texts side by side; the merge."""
    actor = actor_in(request)
    into = _other(need, actor, request.POST.get("into") or request.GET.get("into", ""))
    if request.method == "POST":
        if into is None:
            raise CannotMergeNeed(_("Choose the need that is kept."), code="no_such_need", field="into")
        merge_need(
            need=need, into=into, actor=actor, at=arrived(request), intent=intent_of(request),
            advised_by=ADVICE if request.POST.get("advised") else "",
        )  # fmt: skip
        messages.success(request, _("Merged: both texts, owners and trails are kept."))
        return redirect("needs:show", need.programme.slug, into.ref)
    titles = titles_of(need.programme)
    context = {
        "need": need,
        "programme": need.programme,
        "left": _side(need, actor, titles),
        "right": _side(into, actor, titles) if into else None,
        "candidates": candidates_for(need, actor),
    }
    return render(request, "needs/merge.html", context)


@screen("need.separate", load=load_need)
@require_POST
def separate(request: HttpRequest, need: Need) -> HttpResponse:
    """Undo the merge."""
    return _step(request, need, separate_need, _("The merge is undone."))


@screen("need.group", load=load_need)
@require_POST
def group(request: HttpRequest, need: Need) -> HttpResponse:
    """Put it into a theme."""
    actor = actor_in(request)
    theme = themes_of(need.programme, actor).filter(ref=request.POST.get("theme", "")).first()
    if theme is None:
        raise CannotGroupNeed(_("Choose a theme."), code="no_such_theme", field="theme")
    group_need(need=need, theme=theme, actor=actor, at=arrived(request), intent=intent_of(request))
    messages.success(request, _("Put into the theme “%(theme)s”.") % {"theme": theme.title})
    return redirect("needs:show", need.programme.slug, need.ref)


@screen("need.ungroup", load=load_need)
@require_POST
def ungroup(request: HttpRequest, need: Need) -> HttpResponse:
    """Take it out of its theme."""
    return _step(request, need, ungroup_need, _("Taken out of the theme."))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A need that resembles another, as the reader may see it."""

    ref: str
    title: str
    told_by: str
    resembling: Resembling


def candidates_for(need: Need, actor: Actor) -> list[Candidate]:
    """The needs most like this one among those the actor reads, from the most alike down."""
    shown = {each.ref: shown_to(each, reader_of(actor, each.facts())) for each in _open_to_merge(need, actor)}
    texts = {ref: text_of(fields) for ref, fields in shown.items()}
    own = text_of(shown_to(need, reader_of(actor, need.facts())))
    return [
        Candidate(one.id, str(shown[one.id].get("title", "")), str(shown[one.id].get("owner_name", "")), one)
        for one in resembling(own, texts)
    ]


def text_of(shown: dict[str, Any]) -> str:
    """The texts by which needs are compared, as far as they are shown."""
    return " ".join(str(shown.get(name, "")) for name in ("title", "situation", "gap", "consequence")).strip()


def _open_to_merge(need: Need, actor: Actor) -> list[Need]:
    return list(visible_needs(need.programme, actor).filter(state__in=KEEPING).exclude(pk=need.pk))


def _other(need: Need, actor: Actor, ref: str) -> Need | None:
    found = find_need(need.programme, ref) if ref else None
    return found if found is not None and reader_of(actor, found.facts()) is not Reader.PUBLIC else None


def _side(need: Need, actor: Actor, titles: dict[str, str]) -> dict[str, Any]:
    shown = shown_to(need, reader_of(actor, need.facts()))
    return {
        "ref": need.ref,
        "title": shown.get("title", _("(title not open to you)")),
        "state_label": need.state_label,
        "state_tone": need.state_tone,
        "facts": facts_of(shown, titles),
        "story": story_of(shown, titles),
    }


def _step(request: HttpRequest, need: Need, step: Callable[..., Need], done: str) -> HttpResponse:
    step(need=need, actor=actor_in(request), at=arrived(request), intent=intent_of(request))
    messages.success(request, done)
    return redirect("needs:show", need.programme.slug, need.ref)
