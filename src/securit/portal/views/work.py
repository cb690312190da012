"""The working area: all programmes of a person, the home of one, its figures, its trail, its roles."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from securit.kernel import clock, policy
from securit.kernel.actor import Actor
from securit.kernel.audit.verify import verify
from securit.kit import tables
from securit.kit.acts import Done, attempt, onward
from securit.machinery.tabular.writing import write_csv
from securit.portal import drawings, figures_export, listings
from securit.portal.addresses import address
from securit.portal.forms import EndRoleForm, GiveRoleForm, grant_to_named
from securit.portal.selectors.calendar import around, calendar, local_day
from securit.portal.selectors.catalogue_tasks import provider_tasks, scout_tasks
from securit.portal.selectors.figures import RECORDS, ProgrammeFigures, office_figures
from securit.portal.selectors.meeting_tasks import abuse_tasks, meeting_tasks
from securit.portal.selectors.mine import call_line, desks, my_applications
from securit.portal.selectors.roles import role_lines
from securit.portal.selectors.tasks import (
    chances,
    consortium_tasks,
    evaluator_tasks,
    need_tasks,
    office_tasks,
    team_tasks,
)
from securit.portal.selectors.trail import trail_page
from securit.portal.selectors.workshop_tasks import workshop_tasks
from securit.programmes.public import Programme, RoleGrant, actor_of, end_role, screen, signed_in
from securit.stages.calls.public import calls_in_order, visible_calls


@signed_in
def work(request: HttpRequest) -> HttpResponse:
    """Every programme in which the person has something to do; straight to it where there is one."""
    found = desks(actor_of(request))
    if len(found) == 1:
        return redirect("portal:home", slug=found[0].programme.slug)
    return render(request, "portal/work.html", {"desks": found})


@screen("programme.view")
def home(request: HttpRequest, programme: Programme) -> HttpResponse:
    """What to do next in this programme, and what the person may see of it."""
    return render(request, "portal/home.html", _home(programme, _actor(request), clock.now()))


def _home(programme: Programme, actor: Actor, at: datetime) -> dict[str, Any]:
    calls = list(visible_calls(programme, actor).exclude(state="cancelled"))
    oversees = bool(policy.decide(actor, "programme.oversee", programme.facts()))
    applications = my_applications(programme, actor, at)
    tasks = team_tasks(programme, actor=actor, at=at) + evaluator_tasks(programme, actor=actor)
    tasks = abuse_tasks(programme, actor=actor) + tasks + meeting_tasks(programme, actor=actor, at=at)
    tasks += consortium_tasks(programme, actor=actor)
    tasks += provider_tasks(programme, actor=actor, at=at)
    tasks += scout_tasks(programme, actor=actor, at=at)
    tasks += chances(programme, calls, [own.application for own in applications], actor=actor, at=at)
    context: dict[str, Any] = {
        "programme": programme,
        "at": at,
        "calls": [call_line(programme, call) for call in calls],
        "figures_url": address("portal:figures", slug=programme.slug),
        "calendar_url": address("portal:calendar", slug=programme.slug),
        "applications": applications,
        "coming": around(calendar(programme, calls), local_day(at, programme), at).coming,
        "needs_second_factor": policy.lacks_second_factor(actor),
    }
    if oversees:
        figures = office_figures(programme, calls)
        tasks = (
            need_tasks(programme, actor=actor, at=at)
            + workshop_tasks(programme, actor=actor, at=at)
            + office_tasks(programme, calls, figures, actor=actor, at=at)
            + tasks
        )
        context["figures"] = figures
        context["funnel"] = _latest_funnel(figures)
        context["money"] = drawings.money_chart(figures.money, title=_("Where the budget stands"))
    context["tasks"] = tasks
    return context


def _latest_funnel(figures: ProgrammeFigures) -> Any:
    counted = [part for part in figures.calls if part.figures.applications]
    if not counted:
        return None
    last = counted[-1]
    return drawings.funnel_chart(last.figures, title=_("%(call)s, step by step") % {"call": last.call.title})


@screen("programme.oversee")
def figures(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Funnel, countries, domains and budget, for the whole programme and call by call."""
    calls = list(calls_in_order(programme))
    shown = office_figures(programme, calls, records=_records(request))
    context = {
        "programme": programme,
        "record_tabs": _record_tabs(shown.records),
        "line_of_calls": drawings.calls_chart(programme, calls, local_day(clock.now(), programme)),
        "figures": shown,
        "records": shown.records,
        "country_map": drawings.country_map(shown.total),
        "domain_chart": drawings.domain_chart(shown.total),
        "instrument_chart": drawings.instrument_chart(shown.total),
        "funnel": drawings.funnel_chart(shown.total, title=_("From submission to funding, all calls")),
        "money": drawings.money_chart(shown.money, title=_("Budget of the programme")),
        "calls": [(part, *_charts_of(part.call.title, part)) for part in shown.calls],
        "export_url": f"{address('portal:funnel_export', slug=programme.slug)}?records={shown.records}",
    }
    return render(request, "portal/figures.html", context)


def _record_tabs(present: str) -> list[dict[str, Any]]:
    labels = {"all": _("All"), "real": _("Real"), "synthetic": _("Synthetic")}
    return [{"label": labels[r], "url": f"?records={r}", "current": r == present} for r in RECORDS]


def _charts_of(title: str, part: Any) -> tuple[Any, Any]:
    return (
        drawings.funnel_chart(part.figures, title=_("%(call)s, step by step") % {"call": title}),
        drawings.money_chart(part.money, title=_("%(call)s, budget") % {"call": title}),
    )


@screen("programme.oversee")
def funnel_export(request: HttpRequest, programme: Programme) -> StreamingHttpResponse:
    """The numbers of the page of figures as CSV."""
    shown = office_figures(programme, list(calls_in_order(programme)), records=_records(request))
    lines = write_csv(figures_export.columns(), figures_export.rows(programme.acronym, shown), encoding="utf-8-sig")
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{programme.slug}-figures.csv"'
    return answer


@screen("programme.audit")
def trail(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The trail of the programme; POST walks the whole chain and says whether it follows."""
    subject = request.GET.get("subject", "").strip()[:40].upper()
    shown = trail_page(programme, subject=subject, number=_number(request))
    listed = tables.pages(
        shown.number, shown.pages, lambda number: f"?{urlencode({'subject': subject, 'page': number})}"
    )
    context = {"programme": programme, "subject": subject, "table": listings.trail(programme, shown, listed)}
    if request.method == "POST":
        context["report"] = verify()
    return render(request, "portal/trail.html", context)


@screen("role.view", post="role.create")
def roles(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Who has which role; POST gives one."""
    actor = _actor(request)
    form = GiveRoleForm.received(request)
    tried = attempt(form, lambda: grant_to_named(form, programme, actor, clock.now()))
    if isinstance(tried, Done):
        return onward(request, address("portal:roles", slug=programme.slug), _("The role is given."))
    context: dict[str, Any] = {"programme": programme, "form": form}
    context["table"] = listings.roles(programme, role_lines(programme, actor))
    context["may_give"] = policy.decide(actor, "role.create", programme.facts())
    return render(request, "portal/roles.html", context, status=422 if form.errors else 200)


def _load_grant(programme: Programme, actor: Actor, *, ref: str) -> RoleGrant:
    found = RoleGrant.objects.filter(programme=programme, ref=ref).select_related("user", "programme").first()
    if found is None:
        raise Http404
    return found


@screen("role.end", load=_load_grant)
def end(request: HttpRequest, grant: RoleGrant) -> HttpResponse:
    """Take a role back, with the reason."""
    form = EndRoleForm.received(request)
    roles_url = address("portal:roles", slug=grant.programme.slug)
    tried = attempt(form, lambda: end_role(grant=grant, **form.given, actor=_actor(request), at=clock.now()))
    if isinstance(tried, Done):
        return onward(request, roles_url, _("The role is taken back."))
    context = {"grant": grant, "form": form, "programme": grant.programme, "roles_url": roles_url}
    return render(request, "portal/end_role.html", context, status=tried.status)


def _actor(request: HttpRequest) -> Actor:
    return actor_of(request)


def _number(request: HttpRequest) -> int:
    given = request.GET.get("page", "1")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 8 else 1


def _records(request: HttpRequest) -> str:
    wished = request.GET.get("records", "all")
    return wished if wished in RECORDS else "all"
