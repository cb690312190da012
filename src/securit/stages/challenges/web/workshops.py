"""Pages of workshops: what is announced, how one is planned, and what came of it."""

from __future__ import annotations

from collections import Counter
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.kernel.arrival import arrived
from securit.kernel.perform import may
from securit.kit.acts import Done, attempt, onward
from securit.kit.tables import Column, Row, Table
from securit.machinery.documents.markdown import to_flowing_html
from securit.programmes.public import Programme, actor_of, pressed, screen
from securit.stages.challenges.models import Vote, Workshop
from securit.stages.challenges.policy import PUBLIC_STATES
from securit.stages.challenges.room_models import KIND_LABELS, Admission
from securit.stages.challenges.room_results import Result, result_of, score_text
from securit.stages.challenges.selectors import comments_of, materials_of, visible_workshops, votes_of
from securit.stages.challenges.services.announce_workshop import announce_workshop, cancel_workshop
from securit.stages.challenges.services.open_room import close_room, open_room
from securit.stages.challenges.services.plan_workshop import edit_workshop, plan_workshop
from securit.stages.challenges.services.prepare_vote import prepare_vote
from securit.stages.challenges.web.workshop_forms import PlanForm, VoteForm

STEPS = {"announce": announce_workshop, "open": open_room, "close": close_room}


def load_workshop(programme: Programme, actor: Actor, ref: str, **_more: Any) -> Workshop:
    """The workshop of that ref, if the actor may know of it. Raises ``Http404``."""
    found = visible_workshops(programme, actor).filter(ref=ref).first()
    if found is None:
        raise Http404(_("There is no such workshop here."))
    return found


def page_of(workshop: Workshop, page: str = "workshop") -> str:
    """The address of one of the workshop's pages."""
    return reverse(f"challenges:{page}", args=[workshop.programme.slug, workshop.ref])


@screen("programme.view", open_to_all=True)
def listing(request: HttpRequest, programme: Programme) -> HttpResponse:
    """All workshops that the reader may know of, what comes first."""
    actor, at = actor_of(request), arrived(request)
    rows = list(visible_workshops(programme, actor))
    context = {
        "programme": programme,
        "coming": [row for row in rows if row.state in ("planned", "announced", "open")],
        "held": [row for row in reversed(rows) if row.state in ("closed", "minuted", "cancelled")],
        "may_plan": bool(policy.decide(actor, "workshop.create", programme.facts())),
        "zone": programme.terms.time_zone,
        "at": at,
    }
    return render(request, "challenges/workshops.html", context)


@screen("workshop.create")
def plan(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Plan a workshop."""
    form = PlanForm.received(request, of={"programme": programme})
    tried = attempt(form, lambda: plan_workshop(programme=programme, plan=form.plan(), **pressed(request)))
    if isinstance(tried, Done):
        return onward(request, page_of(tried.made), _("Planned. It is not announced yet."))
    return render(request, "challenges/plan.html", {"programme": programme, "form": form}, status=tried.status)


@screen("workshop.edit", load=load_workshop)
def edit(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """Change the plan until the room opens."""
    form = PlanForm.received(request, workshop, of={"programme": workshop.programme, "workshop": workshop})
    tried = attempt(
        form, lambda: edit_workshop(workshop=workshop, plan=form.plan(), version=form.seen, **pressed(request))
    )
    if isinstance(tried, Done):
        return onward(request, page_of(workshop), _("Saved."))
    context = {"programme": workshop.programme, "workshop": workshop, "form": form}
    return render(request, "challenges/plan.html", context, status=tried.status)


@screen("workshop.view", load=load_workshop, open_to_all=True)
def show(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """When and where, which challenges; for those who run it, the room, its votes and what was said."""
    return render(request, "challenges/workshop.html", _page(workshop, actor_of(request)))


@screen("workshop.host", load=load_workshop)
@require_POST
def step(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """Announce, open, close or cancel; each asks the policy again."""
    name = request.POST.get("step", "")
    if name == "cancel":
        cancel_workshop(workshop=workshop, reason=request.POST.get("reason", ""), **pressed(request))
    elif name in STEPS:
        STEPS[name](workshop=workshop, **pressed(request))
    else:
        raise Http404
    return redirect(page_of(workshop, "host" if name == "open" else "workshop"))


@screen("workshop.host", load=load_workshop)
def new_vote(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """Prepare a vote: one of two usual ways, or another rule."""
    form = VoteForm.received(request)
    tried = attempt(form, lambda: prepare_vote(workshop=workshop, **form.values(), **pressed(request)))
    if isinstance(tried, Done):
        return onward(request, page_of(workshop), _("Prepared. Put it to the room from the host's screen."))
    context = {"programme": workshop.programme, "workshop": workshop, "form": form, "rules": form.rules()}
    return render(request, "challenges/new_vote.html", context, status=tried.status)


@screen("workshop.oversee", load=load_workshop)
def result(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """Everything a closed vote says."""
    match = request.resolver_match
    number = int(match.kwargs["number"]) if match else 0
    vote = votes_of(workshop).filter(number=number, state="closed").first()
    if vote is None:
        raise Http404
    context = {"programme": workshop.programme, "workshop": workshop, **result_context(vote)}
    return render(request, "challenges/result.html", context)


def result_context(vote: Vote) -> dict[str, Any]:
    """A closed vote for a page: the order, tables, words."""
    found = result_of(vote)
    return {"vote": vote, "result": found, "table": _table(found), "split": _split(found)}


def _table(found: Result) -> Table:
    rates = bool(found.criteria)
    columns = [Column(_("Challenge")), Column(_("Rank"), numeric=True), Column(_("Score"), numeric=True)]
    columns.append(Column(_("Marked by"), numeric=True))
    if rates:
        columns += [Column(_("Mean of those"), numeric=True), Column(_("Middle half"), numeric=True)]
        columns += [Column(title, numeric=True) for title in found.criteria if len(found.criteria) > 1]
    rows = []
    for line in found.lines:
        cells: list[object] = [f"{line.number} {line.title}", line.rank, score_text(line.score), line.marked_by]
        if rates:
            cells += [line.mean, line.middle_half]
            cells += list(line.by_criterion) if len(found.criteria) > 1 else []
        rows.append(Row(tuple(cells)))
    return Table(_("All figures"), tuple(columns), tuple(rows))


def _split(found: Result) -> Table | None:
    if len(found.kinds) < 2:
        return None
    kinds = (Column(f"{label} ({count})", numeric=True) for label, count in found.kinds)
    columns = (Column(_("Challenge")), Column(_("All"), numeric=True), *kinds)
    rows = tuple(Row((f"{line.number} {line.title}", line.rank, *line.ranks_by_kind)) for line in found.lines)
    return Table(_("Rank by kind of participant"), columns, rows)


def _page(workshop: Workshop, actor: Actor) -> dict[str, Any]:
    hosts = bool(policy.decide(actor, "workshop.host", workshop.facts()))
    oversees = bool(policy.decide(actor, "workshop.oversee", workshop.facts()))
    candidates = list(workshop.candidates.select_related("challenge").order_by("position", "id"))
    public = [each for each in candidates if oversees or each.challenge.state in PUBLIC_STATES]
    context: dict[str, Any] = {
        "workshop": workshop,
        "programme": workshop.programme,
        "actor": actor,
        "zone": ZoneInfo(workshop.programme.terms.time_zone),
        "agenda": to_flowing_html(workshop.agenda),
        "minutes": to_flowing_html(workshop.minutes) if workshop.state == "minuted" else "",
        "source_url": workshop.programme.terms.sources.get(workshop.source, ""),
        "candidates": public,
        "hidden": len(candidates) - len(public),
        "hosts": hosts,
        "oversees": oversees,
        "materials": list(materials_of(workshop, actor)),
        "may_register": workshop.admission == Admission.EVERYONE and workshop.state == "announced",
        "tells_link": bool(workshop.link) and (oversees or workshop.admission == Admission.CODE),
    }
    if oversees:
        kinds = Counter(workshop.participants.order_by("id").values_list("kind", flat=True))
        context |= {
            "votes": list(votes_of(workshop)),
            "present": sum(kinds.values()),
            "kinds": [(str(KIND_LABELS[kind]), count) for kind, count in kinds.most_common()],
            "comments": list(comments_of(workshop)),
            "steps": {name: may(actor, name, workshop) for name in (*STEPS, "cancel", "edit", "write_minutes")},
        }
    return context
