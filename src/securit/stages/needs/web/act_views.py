"""What people do with a need: accept, decline, review again, merge, undo, group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel.actor import Actor
from securit.kernel.perform import may
from securit.kit.acts import Done, attempt, onward
from securit.programmes.public import Programme, actor_of, pressed, screen
from securit.stages.needs.contracts import Reader
from securit.stages.needs.disclosure import shown_to
from securit.stages.needs.engines import Resembling, advice_on_pairs, resembling
from securit.stages.needs.models import LikePair, Need
from securit.stages.needs.policy import reader_of
from securit.stages.needs.selectors import find_need, pairs_to_look_at, themes_of, visible_needs
from securit.stages.needs.services.accept_need import accept_need
from securit.stages.needs.services.decline_need import decline_need
from securit.stages.needs.services.group_need import CannotGroupNeed, group_need
from securit.stages.needs.services.keep_apart import CannotKeepApart, keep_apart
from securit.stages.needs.services.merge_need import KEEPING, CannotMergeNeed, merge_need
from securit.stages.needs.services.reconsider_need import reconsider_need
from securit.stages.needs.services.separate_need import separate_need
from securit.stages.needs.services.ungroup_need import ungroup_need
from securit.stages.needs.web.desk_views import page_of
from securit.stages.needs.web.forms import MergeForm, ReasonForm
from securit.stages.needs.web.loading import load_need
from securit.stages.needs.web.pages import address, facts_of, story_of, titles_of
from securit.stages.needs.wording import text_of, title_in


@screen("need.accept", load=load_need)
@require_POST
def accept(request: HttpRequest, need: Need) -> HttpResponse:
    """Take it up."""
    return _step(request, need, accept_need, _("Accepted; its owner is told."))


@screen("need.decline", load=load_need)
@require_POST
def decline(request: HttpRequest, need: Need) -> HttpResponse:
    """Say why it is not taken up."""
    form = ReasonForm.received(request)
    tried = attempt(form, lambda: decline_need(need=need, reason=form.cleaned_data["reason"], **pressed(request)))
    if isinstance(tried, Done):
        return onward(request, address(need), _("Declined; its owner reads the reason."))
    return render(request, "needs/show.html", page_of(request, need, reason_form=form), status=tried.status)


@screen("need.reconsider", load=load_need)
@require_POST
def reconsider(request: HttpRequest, need: Need) -> HttpResponse:
    """Review it again."""
    return _step(request, need, reconsider_need, _("It waits for a review again."))


@screen("need.merge", load=load_need)
def merge(request: HttpRequest, need: Need) -> HttpResponse:
    """Needs that resemble this one, with the words that made them similar; both texts side by side; the merge."""
    actor = actor_of(request)
    into = _other(need, actor, request.POST.get("into") or request.GET.get("into", ""))
    form = MergeForm.received(request)
    tried = attempt(form, lambda: _merge(request, need, into, form))
    if isinstance(tried, Done):
        return onward(request, address(tried.made), _("Merged: both texts, owners and trails are kept."))
    return render(request, "needs/merge.html", _comparison(need, into, actor, form), status=tried.status)


def _comparison(need: Need, into: Need | None, actor: Actor, form: MergeForm) -> dict[str, Any]:
    titles = titles_of(need.programme)
    return {
        "need": need,
        "programme": need.programme,
        "left": _side(need, actor, titles),
        "right": _side(into, actor, titles) if into else None,
        "candidates": [] if into else candidates_for(need, actor),
        "form": form,
    }


@screen("need.list")
def alike(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Pairs that may be the same need: compare and merge them, or say that they are not."""
    actor = actor_of(request)
    context = {"programme": programme, "pairs": [_pair(pair, actor) for pair in pairs_to_look_at(programme, actor)]}
    return render(request, "needs/alike.html", context)


@screen("need.keep_apart", load=load_need)
@require_POST
def apart(request: HttpRequest, need: Need) -> HttpResponse:
    """They are not the same; nobody is asked again."""
    actor = actor_of(request)
    other = _other(need, actor, request.POST.get("other", ""))
    if other is None:
        raise CannotKeepApart(_("There is no such need here."), code="no_such_need", field="other")
    keep_apart(need=need, other=other, **pressed(request))
    alike_url = reverse("needs:alike", args=[need.programme.slug])
    return onward(request, alike_url, _("Kept apart; nobody is asked about these two again."))


@screen("need.separate", load=load_need)
@require_POST
def separate(request: HttpRequest, need: Need) -> HttpResponse:
    """Undo the merge."""
    return _step(request, need, separate_need, _("The merge is undone."))


@screen("need.group", load=load_need)
@require_POST
def group(request: HttpRequest, need: Need) -> HttpResponse:
    """Put it into a theme."""
    actor = actor_of(request)
    theme = themes_of(need.programme, actor).filter(ref=request.POST.get("theme", "")).first()
    if theme is None:
        raise CannotGroupNeed(_("Choose a theme."), code="no_such_theme", field="theme")
    group_need(need=need, theme=theme, **pressed(request))
    return onward(request, address(need), _("Put into the theme “%(theme)s”.") % {"theme": theme.title})


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


def texts_for(need: Need, actor: Actor) -> dict[str, str]:
    """What the actor reads of the need and of those that it might be merged into, as it is compared."""
    compared = (need, *_open_to_merge(need, actor))
    return {each.ref: text_of(shown_to(each, reader_of(actor, each.facts()))) for each in compared}


def candidates_for(need: Need, actor: Actor) -> list[Candidate]:
    """The needs most like this one among those the actor reads, from the most alike down."""
    shown = {each.ref: shown_to(each, reader_of(actor, each.facts())) for each in _open_to_merge(need, actor)}
    texts = {ref: text_of(fields) for ref, fields in shown.items()}
    own = text_of(shown_to(need, reader_of(actor, need.facts())))
    return [
        Candidate(one.id, str(shown[one.id].get("title", "")), str(shown[one.id].get("owner_name", "")), one)
        for one in resembling(own, texts)
    ]


def _open_to_merge(need: Need, actor: Actor) -> list[Need]:
    return list(visible_needs(need.programme, actor).filter(state__in=KEEPING).exclude(pk=need.pk))


def _other(need: Need, actor: Actor, ref: str) -> Need | None:
    found = find_need(need.programme, ref) if ref else None
    return found if found is not None and reader_of(actor, found.facts()) is not Reader.PUBLIC else None


def _merge(request: HttpRequest, need: Need, into: Need | None, form: MergeForm) -> Need:
    if into is None:
        raise CannotMergeNeed(_("Choose the need that is kept."), code="no_such_need", field="into")
    merge_need(
        need=need,
        into=into,
        reason=form.cleaned_data["reason"],
        advice=advice_on_pairs(need.ref, texts_for(need, actor_of(request))),
        **pressed(request),
    )
    return into


def _pair(pair: LikePair, actor: Actor) -> dict[str, Any]:
    """The newer need joins the older one, unless the newer one is in a theme already."""
    joins, kept = (pair.first, pair.second) if pair.second.state == "grouped" else (pair.second, pair.first)
    shown = {each: shown_to(each, reader_of(actor, each.facts())) for each in (joins, kept)}
    return {
        "joins": joins,
        "kept": kept,
        "titles": [title_in(shown[each]) for each in (joins, kept)],
        "told_by": [str(shown[each].get("owner_name", "")) for each in (joins, kept)],
        "hundredths": pair.hundredths,
        "may_merge": bool(may(actor, "merge", joins)),
        "may_keep_apart": bool(may(actor, "keep_apart", joins)),
    }


def _side(need: Need, actor: Actor, titles: dict[str, str]) -> dict[str, Any]:
    shown = shown_to(need, reader_of(actor, need.facts()))
    return {
        "ref": need.ref,
        "title": title_in(shown),
        "is_grouped": need.state == "grouped",
        "state_label": need.state_label,
        "state_tone": need.state_tone,
        "facts": facts_of(shown, titles),
        "story": story_of(shown, titles),
    }


def _step(request: HttpRequest, need: Need, step: Callable[..., Need], done: str) -> HttpResponse:
    step(need=need, **pressed(request))
    return onward(request, address(need), done)
