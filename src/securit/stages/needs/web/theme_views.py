"""Themes: what belongs together, proposed by likeness, named and filled by people."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.kernel.perform import may
from securit.kit.acts import Done, attempt, onward
from securit.programmes.public import Programme, actor_of, pressed, screen
from securit.stages.needs.disclosure import shown_to
from securit.stages.needs.engines import Advice, advice_on_themes, likeness
from securit.stages.needs.models import Need, Theme
from securit.stages.needs.picture import members_of, shared_by
from securit.stages.needs.policy import reader_of
from securit.stages.needs.selectors import domains_of, public_needs, themes_of, visible_needs
from securit.stages.needs.services.begin_theme import begin_theme
from securit.stages.needs.services.edit_theme import edit_theme
from securit.stages.needs.services.publish_theme import publish_theme
from securit.stages.needs.services.withdraw_theme import withdraw_theme
from securit.stages.needs.web.loading import load_theme
from securit.stages.needs.web.theme_forms import NewThemeForm, ThemeForm
from securit.stages.needs.wording import text_of, title_in


@screen("need.list")
def theme_list(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The themes of each domain, and proposals for accepted needs that are in none."""
    actor = actor_of(request)
    themes = list(themes_of(programme, actor))
    needs = list(visible_needs(programme, actor).filter(state__in=("accepted", "grouped")))
    free = [need for need in needs if need.state == "accepted"]
    context = {
        "programme": programme,
        "groups": [
            {
                "domain": domain,
                "themes": [
                    {"theme": theme, "count": sum(need.theme_id == theme.pk for need in needs)}
                    for theme in themes
                    if theme.domain_id == domain.pk
                ],
                "proposals": _proposals([need for need in free if domain.code in need.domains], actor),
            }
            for domain in domains_of(programme)
        ],
        "may_write": bool(_may_write(programme, actor)),
    }
    return render(request, "needs/themes.html", context)


@screen("theme.create")
def begin(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Name a theme; the needs of a proposal go into it."""
    given: dict[str, Any] = {name: request.GET.get(name, "")[:2_000] for name in ("domain", "title", "needs")}
    given["advised"] = "advised" in request.GET
    form = NewThemeForm.received(request, of={"domains": domains_of(programme)}, **given)
    tried = attempt(form, lambda: _begun(request, programme, form))
    if isinstance(tried, Done):
        return onward(request, _address(tried.made), _("The theme is named."))
    return render(request, "needs/theme_new.html", {"programme": programme, "form": form}, status=tried.status)


@screen("theme.view", load=load_theme)
def theme(request: HttpRequest, theme: Theme) -> HttpResponse:
    """One theme with its needs, as far as the reader may see them."""
    actor = actor_of(request)
    rows = visible_needs(theme.programme, actor).filter(theme=theme)
    context = {
        "theme": theme,
        "programme": theme.programme,
        "actor": actor,
        "needs": [_line(need, actor) for need in rows],
        "shared": shared_by(members_of(theme, public_needs(theme.programme)), theme.domain.code),
        "can": {verb: bool(may(actor, verb, theme)) for verb in ("edit", "publish", "withdraw")},
    }
    return render(request, "needs/theme.html", context)


@screen("theme.edit", load=load_theme)
def edit(request: HttpRequest, theme: Theme) -> HttpResponse:
    """Change the words of a theme."""
    form = ThemeForm.received(request, theme)
    tried = attempt(
        form,
        lambda: edit_theme(
            theme=theme,
            title=form.cleaned_data["title"],
            summary=form.cleaned_data["summary"],
            version=form.seen,
            **pressed(request),
        ),
    )
    if isinstance(tried, Done):
        return onward(request, _address(theme), _("Saved."))
    context = {"theme": theme, "programme": theme.programme, "form": form}
    return render(request, "needs/theme_edit.html", context, status=tried.status)


@screen("theme.publish", load=load_theme)
@require_POST
def publish(request: HttpRequest, theme: Theme) -> HttpResponse:
    """Show it to the public."""
    publish_theme(theme=theme, **pressed(request))
    said = _("The theme is public, with how many share it where they are three or more.")
    return onward(request, _address(theme), said)


@screen("theme.withdraw", load=load_theme)
@require_POST
def withdraw(request: HttpRequest, theme: Theme) -> HttpResponse:
    """Hide it from the public."""
    withdraw_theme(theme=theme, **pressed(request))
    return onward(request, _address(theme), _("The theme is for the consortium alone again."))


def _address(theme: Theme) -> str:
    return reverse("needs:theme", args=[theme.programme.slug, theme.ref])


def _proposals(needs: list[Need], actor: Actor) -> list[dict[str, Any]]:
    """Groups of needs that share many words, with those words; people decide."""
    texts = _texts(needs, actor)
    if len(texts) < 2:
        return []
    titles = {need.ref: title_in(shown_to(need, reader_of(actor, need.facts()))) for need in needs}
    return [
        {
            "words": ", ".join(proposed.words),
            "title": " ".join(proposed.words[:3]).capitalize(),
            "refs": " ".join(proposed.ids),
            "needs": [{"ref": ref, "title": titles[ref]} for ref in proposed.ids],
        }
        for proposed in likeness(texts).themes
    ]


def _begun(request: HttpRequest, programme: Programme, form: NewThemeForm) -> Theme:
    actor = actor_of(request)
    needs = list(visible_needs(programme, actor).filter(ref__in=form.refs(), state="accepted").order_by("id"))
    return begin_theme(
        programme=programme,
        domain=form.cleaned_data["domain"],
        title=form.cleaned_data["title"],
        summary=form.cleaned_data["summary"],
        needs=needs,
        advice=_advice(programme, form.cleaned_data["domain"], actor) if form.cleaned_data["advised"] else None,
        **pressed(request),
    )


def _advice(programme: Programme, domain: str, actor: Actor) -> Advice | None:
    """What is proposed for the domain at this moment."""
    free = visible_needs(programme, actor).filter(state="accepted")
    return advice_on_themes(_texts([need for need in free if domain in need.domains], actor))


def _texts(needs: list[Need], actor: Actor) -> dict[str, str]:
    """What the actor reads of each need, as it is compared."""
    read = {need.ref: text_of(shown_to(need, reader_of(actor, need.facts()))) for need in needs}
    return {ref: text for ref, text in read.items() if text}


def _line(need: Need, actor: Actor) -> dict[str, Any]:
    shown = shown_to(need, reader_of(actor, need.facts()))
    return {
        "ref": need.ref,
        "title": title_in(shown),
        "told_by": shown.get("owner_name", ""),
        "state_label": need.state_label,
        "state_tone": need.state_tone,
    }


def _may_write(programme: Programme, actor: Actor) -> Any:
    return policy.decide(actor, "theme.create", programme.facts())
