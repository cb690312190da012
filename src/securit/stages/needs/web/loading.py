"""Find the subject of a page in its programme; a foreign, hidden or unknown one is not there."""

from __future__ import annotations

from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor, link_holder
from securit.programmes.public import Programme, find_programme
from securit.stages.needs.links import holder
from securit.stages.needs.models import Need, NeedImport, Theme
from securit.stages.needs.selectors import find_need

Answer = TypeVar("Answer", bound=HttpResponseBase)


def load_need(programme: Programme, actor: Actor, ref: str, **_rest: Any) -> Need:
    """The need of that ref. Raises ``Http404``."""
    found = find_need(programme, ref)
    if found is None:
        raise Http404
    return found


def load_theme(programme: Programme, actor: Actor, ref: str, **_rest: Any) -> Theme:
    """The theme of that ref. Raises ``Http404``."""
    found = Theme.objects.in_programme(programme).select_related("domain", "programme").filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def load_import(programme: Programme, actor: Actor, table: str) -> NeedImport:
    """The table of that ref, if the actor may know of it. Raises ``Http404``."""
    rows = NeedImport.objects.in_programme(programme).visible_to(actor)
    found = rows.select_related("programme", "file__programme", "host__organisation").filter(ref=table).first()
    if found is None:
        raise Http404(_("There is no such table here."))
    return found


def opened_by_link(request: HttpRequest, slug: str, ref: str, token: str) -> tuple[Need, Actor]:
    """The need behind a private link, and its owner as an actor. Raises ``Http404``, the same for every mistake."""
    programme = find_programme(slug)
    actor = holder(ref, token)
    need = find_need(programme, ref)
    if need is None or actor is None:
        raise Http404(_("This link is not complete. Copy the whole line from the mail."))
    request.programme = programme  # type: ignore[attr-defined]
    return need, actor


def follower_of(need: Need) -> Actor:
    """The owner as the panels of later stages see them: they may follow what became of the need that was kept."""
    kept = need.merged_into or need
    return link_holder(need.ref, f"need:{need.ref}", f"follow_need:{kept.ref}")


def private(response: Answer) -> Answer:
    """An answer that no cache keeps and no other site hears of."""
    response["Referrer-Policy"] = "same-origin"  # without any, a browser calls a form that is sent from here foreign
    response["Cache-Control"] = "private, no-store"
    return response
