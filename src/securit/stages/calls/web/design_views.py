"""Design a call part by part, before it is published. Each page is one form, one service, and onward."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel.actor import Actor
from securit.kernel.arrival import arrived
from securit.kernel.refusals import Stale
from securit.kit.acts import ActForm, Done, attempt, onward
from securit.programmes.definition import ProgrammeDefinition
from securit.programmes.public import Programme, actor_of, screen
from securit.stages.calls.definition_changes import CannotChangeCall
from securit.stages.calls.design import items, parts
from securit.stages.calls.design.gate import settled
from securit.stages.calls.design.sheets import sheet_of
from securit.stages.calls.models import Call
from securit.stages.calls.selectors import rules_around
from securit.stages.calls.services.redesign_call import redesign_call
from securit.stages.calls.web import design_page
from securit.stages.calls.web.add_form import AddForm
from securit.stages.calls.web.design_form import SheetForm
from securit.stages.calls.web.views import load_call

ROWS = ("add:", "up:", "down:", "remove:")


def load_part(programme: Programme, actor: Actor, code: str, part: str) -> Call:
    """The call, if it has a part of that name. Raises ``Http404``."""
    if part not in parts.BY_CODE:
        raise Http404
    return load_call(programme, actor, code)


def load_kind(programme: Programme, actor: Actor, code: str, kind: str, item: str = "") -> Call:
    """The call, if it has things of that kind, and this one where one is named. Raises ``Http404``."""
    call = load_call(programme, actor, code)
    if kind not in items.KINDS or (item and item not in {each["code"] for each in items.listed(kind, call.definition)}):
        raise Http404
    return call


@screen("call.manage", load=load_call)
def design(request: HttpRequest, call: Call) -> HttpResponse:
    """Every part of the call, how far it is, and what stands before publication."""
    return render(request, "calls/design.html", design_page.overview(call, actor_of(request), arrived(request)))


@screen("call.manage", post="call.edit", load=load_part)
def part(request: HttpRequest, call: Call) -> HttpResponse:
    """One part of the call."""
    code, definition, around = asked(request, "part"), call.definition, rules_around(call.programme)
    if code in ("instruments", "eligibility") or (code == "form" and not definition.get("form")):
        return render(request, "calls/design_part.html", _part_page(request, call, code, None, around))
    of = {"sheet": sheet_of(code, definition, around), "zone": ZoneInfo(around.time_zone), "item": definition}
    form = SheetForm.received(request, call, of=of)

    def save() -> str:
        after = settled(form.item(definition))
        return _redesigned(
            request, call, code, {key: after[key] for key in parts.BY_CODE[code].keys if key in after}, form
        )

    def page(shown: SheetForm) -> dict[str, Any]:
        return _part_page(request, call, code, shown, around)

    return _answered(
        request, call, _Page(form, of, "calls/design_part.html", page, lambda: call.definition), save, code
    )


@screen("call.manage", post="call.edit", load=load_kind)
def item(request: HttpRequest, call: Call) -> HttpResponse:
    """One kind of support, rule, question, section or criterion."""
    kind, code, around = items.KINDS[asked(request, "kind")], asked(request, "item"), rules_around(call.programme)
    definition = call.definition
    before = items.item_of(kind.code, definition, code)
    laid_out = items.laid_out(kind.code, definition, around, before)
    of = {
        "sheet": items.sheet_for(kind.code, definition, around, before),
        "zone": ZoneInfo(around.time_zone),
        "item": laid_out,
        "base": items.path_of(kind.code, definition, code),
    }
    form = SheetForm.received(request, call, of=of)

    def save() -> str:
        changes, _path = items.changed_item(kind.code, definition, around, code, form.item(laid_out))
        return _redesigned(request, call, kind.part, changes, form)

    def page(shown: SheetForm) -> dict[str, Any]:
        clashes = design_page.clashes_below(call, shown, around) if not shown.is_bound else []
        frame = {**design_page.frame(call, actor_of(request), kind.part), "name": design_page.name_of(before)}
        return {**frame, "kind": kind, "form": shown, "clashes": clashes, "back": design_page.part_url(call, kind.part)}

    def latest() -> dict[str, Any]:
        there = {each["code"]: each for each in items.listed(kind.code, call.definition)}
        return items.laid_out(kind.code, call.definition, around, there[code]) if code in there else {}

    return _answered(request, call, _Page(form, of, "calls/design_item.html", page, latest), save, kind.part)


@screen("call.edit", load=load_kind)
def add(request: HttpRequest, call: Call) -> HttpResponse:
    """One more thing of a kind; its own page comes next."""
    kind, around = items.KINDS[asked(request, "kind")], rules_around(call.programme)
    form = AddForm.received(request, call, of={"kind": kind, "definition": call.definition, "programme": around})

    def save() -> str:
        changes, code = items.added_item(kind.code, call.definition, around, form.said())
        _redesigned(request, call, kind.part, changes, form)
        return code

    tried = attempt(form, save)
    if isinstance(tried, Done):
        url = design_page.item_url(call, kind.code, tried.made)
        return onward(request, url, _("Added; now say the rest about it."))
    frame = design_page.frame(call, actor_of(request), kind.part)
    context = {**frame, "kind": kind, "form": form, "back": design_page.part_url(call, kind.part)}
    return render(request, "calls/design_add.html", context, status=tried.status)


@screen("call.edit", load=load_kind)
@require_POST
def arrange(request: HttpRequest, call: Call) -> HttpResponse:
    """Move a thing up or down, or take it out."""
    kind = items.KINDS[asked(request, "kind")]
    verb, _colon, code = request.POST.get("do", "").partition(":")
    if code not in {each["code"] for each in items.listed(kind.code, call.definition)}:
        raise Http404
    form = ActForm.received(request, call)
    if verb == "remove":
        changes, done = items.removed_item(kind.code, call.definition, code), _("Taken out.")
    else:
        changes, done = items.moved_item(kind.code, call.definition, code, -1 if verb == "up" else 1), _("Moved.")
    _redesigned(request, call, kind.part, changes, form)
    return onward(request, f"{design_page.part_url(call, kind.part)}#{kind.code}", done)


@screen("call.edit", load=load_part)
@require_POST
def confirm(request: HttpRequest, call: Call) -> HttpResponse:
    """Somebody read the proposal of a part and means it."""
    found = parts.BY_CODE[asked(request, "part")]
    form = ActForm.received(request, call)
    changes = {"illustrative": design_page.confirmed(call.terms.illustrative, found)}
    _redesigned(request, call, found.code, changes, form)
    return onward(request, design_page.part_url(call, found.code), _("Noted: this part is meant as it stands."))


def asked(request: HttpRequest, name: str) -> str:
    """A part of the page's address that does not name its subject."""
    match = request.resolver_match
    return str(match.kwargs[name]) if match else ""


def _redesigned(request: HttpRequest, call: Call, code: str, changes: dict[str, Any], form: ActForm) -> str:
    """Stores the changes and says so; a page that was saved as it stood is no mistake."""
    if not form.is_valid() or form.seen is None:
        raise Stale(_("This page does not say on what it rests."), code="no_version", remedy=_("Open it again."))
    actor, at, before = actor_of(request), arrived(request), call.definition
    try:
        saved = redesign_call(
            call=call, part=code, changes=changes, actor=actor, at=at, version=form.seen, intent=form.press
        )
    except CannotChangeCall as refusal:
        if refusal.code != "no_change":
            raise
        return _("Nothing was different; everything stands as it was.")
    return design_page.saved_words(before, saved.definition)


def _part_page(
    request: HttpRequest, call: Call, code: str, form: SheetForm | None, around: ProgrammeDefinition
) -> dict[str, Any]:
    return design_page.part_page(call, actor_of(request), arrived(request), code, form, around)


@dataclass(frozen=True)
class _Page:
    """A page with a sheet: its form, what the form is made of, how it is drawn, what stands there by now."""

    form: SheetForm
    of: dict[str, Any]
    template: str
    context: Callable[[SheetForm], dict[str, Any]]
    latest: Callable[[], dict[str, Any]]


def _answered(request: HttpRequest, call: Call, page: _Page, save: Callable[[], str], part_code: str) -> HttpResponse:
    """Rows arranged as a button says and nothing saved yet; or saved and onward; or the page with its mistakes."""
    form, do = page.form, request.POST.get("do", "")
    if form.is_bound and do.startswith(ROWS):
        typed, rows = form.arranged(do)
        shown = SheetForm.fresh(of={**page.of, "rows": rows}, **typed)
        return render(request, page.template, {**page.context(shown), "not_saved": True})
    tried = attempt(form, save)
    if isinstance(tried, Done):
        return onward(request, design_page.part_url(call, part_code), tried.made)
    if form.is_bound and tried.status == Stale.status:
        call.refresh_from_db()
        form.overtaken(call, SheetForm.fresh(call, of={**page.of, "item": page.latest()}))
    return render(request, page.template, page.context(form), status=tried.status)
