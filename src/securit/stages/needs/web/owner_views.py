"""Behind the private link: confirm, see what becomes of it, change it until it is accepted, choose who sees what."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import may
from securit.kernel.refusals import NotAllowed
from securit.kit.acts import ActForm, Done, attempt, onward
from securit.programmes.public import Press, pressed, public
from securit.stages.needs.contracts import Reader
from securit.stages.needs.disclosure import shown_to
from securit.stages.needs.models import Need
from securit.stages.needs.services.choose_audience import choose_audience
from securit.stages.needs.services.edit_need import edit_need
from securit.stages.needs.services.submit_need import submit_need
from securit.stages.needs.web.forms import AudienceForm, NeedForm
from securit.stages.needs.web.loading import follower_of, opened_by_link, private
from securit.stages.needs.web.pages import circles_of, facts_of, market_of, story_of, titles_of

PRIVATE_LINK = "A private link from a mail; its token is the key, so no account is needed."


@public(PRIVATE_LINK)
def mine(request: HttpRequest, slug: str, ref: str, token: str) -> HttpResponse:
    """What became of the need, to the very end."""
    need, actor = opened_by_link(request, slug, ref, token)
    titles = titles_of(need.programme)
    shown = shown_to(need, Reader.OWNER)
    context = _frame(need, token) | {
        "kept": need.merged_into or need,
        "follower": follower_of(need),
        "facts": facts_of(shown, titles),
        "story": story_of(shown, titles),
        "market": market_of(shown, titles),
        "circles": circles_of(need),
        "may_edit": bool(may(actor, "edit", need)),
        "may_choose": bool(may(actor, "choose_audience", need)),
        "steps": _steps(need),
        "erased_title": _("A need whose words you erased"),
    }
    return private(render(request, "needs/mine.html", context))


@public(PRIVATE_LINK)
def confirm(request: HttpRequest, slug: str, ref: str, token: str) -> HttpResponse:
    """Confirm by pressing a button: a mail scanner that opens links confirms nothing."""
    need, actor = opened_by_link(request, slug, ref, token)
    if need.state != "drafted":
        return redirect("needs:mine", slug, ref, token)
    form = ActForm.received(request, need)
    tried = attempt(form, lambda: submit_need(need=need, **pressed(request, actor)))
    if isinstance(tried, Done):
        said = _("Thank you, it is with us. Keep this page: it tells you what becomes of your need.")
        return onward(request, _address(need, token), said)
    return private(render(request, "needs/confirm.html", _frame(need, token) | {"form": form}, status=tried.status))


@public(PRIVATE_LINK)
def mine_edit(request: HttpRequest, slug: str, ref: str, token: str) -> HttpResponse:
    """Change the words until the need is accepted; after that the page says why not."""
    need, actor = opened_by_link(request, slug, ref, token)
    _stop_if_not_open(need, actor)
    form = NeedForm.received(request, need, of={"programme": need.programme})
    tried = attempt(form, lambda: save(form, need, pressed(request, actor)))
    if isinstance(tried, Done):
        return onward(request, _address(need, token), _("Saved."))
    return private(render(request, "needs/mine_edit.html", _frame(need, token) | {"form": form}, status=tried.status))


@public(PRIVATE_LINK)
def mine_audience(request: HttpRequest, slug: str, ref: str, token: str) -> HttpResponse:
    """Choose who sees what, at any time."""
    need, actor = opened_by_link(request, slug, ref, token)
    form = AudienceForm.received(request, need)
    tried = attempt(form, lambda: choose(form, need, pressed(request, actor)))
    if isinstance(tried, Done):
        return onward(request, _address(need, token), _("Saved: this is who sees what from now on."))
    return private(render(request, "needs/audience.html", _frame(need, token) | {"form": form}, status=tried.status))


def save(form: NeedForm, need: Need, press: Press) -> Need:
    """Store what an edit form says. Raises :class:`Refusal`."""
    return edit_need(need=need, changes=form.changes(), contact=form.contact(), version=form.seen, **press)


def choose(form: AudienceForm, need: Need, press: Press) -> Need:
    """Store a choice. Raises :class:`Refusal`."""
    tlp, audience = form.cleaned_data["tlp"], form.audience()
    return choose_audience(need=need, tlp=tlp, audience=audience, version=form.seen, **press)


def _stop_if_not_open(need: Need, actor: Actor) -> None:
    if not may(actor, "edit", need):
        raise NotAllowed(
            _("Your need is “%(state)s” by now; its words stand.") % {"state": need.state_label_for_applicant},
            code="no_longer_open",
            remedy=_("You can still choose who sees what, or withdraw it under “Your data and rights”."),
            status=409,
        )


def _address(need: Need, token: str) -> str:
    return reverse("needs:mine", args=[need.programme.slug, need.ref, token])


def _frame(need: Need, token: str) -> dict[str, Any]:
    return {"need": need, "programme": need.programme, "token": token}


def _steps(need: Need) -> list[dict[str, Any]]:
    """What happened to the need so far, as a timeline."""
    kept = need.merged_into or need
    steps: list[dict[str, Any]] = [{"when": need.created_at, "title": _("You told us"), "tone": "success"}]
    if need.submitted_at:
        steps.append({"when": need.submitted_at, "title": _("You confirmed; people read it"), "tone": "success"})
    if need.accepted_at and need.state != "declined":
        steps.append({"when": need.accepted_at, "title": _("Accepted into the demand analysis"), "tone": "success"})
    if need.state == "merged":
        steps.append({"when": "", "title": _("Joined with another need that says the same"), "tone": "success"})
    if kept.theme:
        theme = kept.theme.title if kept.theme.state == "published" else ""
        steps.append({"when": "", "title": _("Part of a theme that others share"), "text": theme, "tone": "success"})
    if need.withdrawn_at:
        text = _("Nobody but the partner that took it in reads it; you can have its words erased.")
        text = _("Its words are erased.") if need.erased_at else text
        steps.append({"when": need.withdrawn_at, "title": _("You withdrew it"), "text": text, "tone": "warning"})
    if need.state == "declined":
        steps.append({"when": "", "title": _("Not taken up"), "text": need.declined_reason, "tone": "warning"})
    return steps
