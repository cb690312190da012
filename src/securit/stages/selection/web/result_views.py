"""The published outcome of a call: its page, its publication, its files."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel import policy
from securit.kernel.arrival import arrived
from securit.kit import tables
from securit.kit.components.status import money
from securit.kit.maps import country_name
from securit.machinery.tabular.columns import Column
from securit.machinery.tabular.writing import write_csv
from securit.programmes.public import Partner, actor_of, screen
from securit.stages.calls.public import Call
from securit.stages.selection.selectors import results
from securit.stages.selection.services.letters import drafts_of, set_digest
from securit.stages.selection.services.publish_results import CannotPublishResults, publish_results
from securit.stages.selection.web.loading import load_call


@screen("call.view_results", load=load_call, open_to_all=True)
def show(request: HttpRequest, call: Call) -> HttpResponse:
    """The results page; before publication the office sees what is missing."""
    notice = results(call)
    coordinator = Partner.objects.filter(programme=call.programme, role="coordinator").select_related("organisation")
    context: dict[str, Any] = {
        "call": call,
        "programme": call.programme,
        "notice": notice,
        "intent": secrets.token_hex(16),
        "can_publish": call.state == "decided"
        and bool(policy.decide(actor_of(request), "call.publish_results", call.facts())),
        "coordinator": coordinator.first(),
    }
    if notice is not None:
        days = notice.content["call"]
        context |= {"content": notice.content, "table": _table(call, notice.content)}
        context |= {"opened": _in_words(days["opened_on"]), "closed": _in_words(days["closed_on"])}
    return render(request, "selection/results.html", context)


@screen("call.publish_results", load=load_call)
@require_POST
def publish(request: HttpRequest, call: Call) -> HttpResponse:
    """Publish the results and write to every team."""
    intent = request.POST.get("intent", "")
    seen = request.POST.get("seen")
    try:
        publish_results(call=call, actor=actor_of(request), at=arrived(request), intent=intent, seen=seen)
    except CannotPublishResults as refusal:
        if refusal.code != "changed":
            raise
        return _letters(request, call, refusal=str(refusal), status=refusal.status)
    messages.success(request, _("The results are public; a letter to every team is queued."))
    return redirect("selection:results", call.programme.slug, call.code)


@screen("call.publish_results", load=load_call)
def letters(request: HttpRequest, call: Call) -> HttpResponse:
    """Every letter as it will go out, and the button that publishes the results and sends exactly these."""
    if call.state != "decided" or results(call) is not None:
        raise Http404(_("There are no letters to send now."))
    return _letters(request, call)


def _letters(request: HttpRequest, call: Call, *, refusal: str = "", status: int = 200) -> HttpResponse:
    drafts = drafts_of(call)
    context = {
        "call": call,
        "programme": call.programme,
        "drafts": drafts,
        "addresses": sum(len(draft.addresses) for draft in drafts),
        "seen": set_digest(drafts),
        "intent": secrets.token_hex(16),
        "refusal": refusal,
    }
    return render(request, "selection/letters.html", context, status=status)


@screen("call.view_results", load=load_call, open_to_all=True)
def export(request: HttpRequest, call: Call) -> HttpResponse:
    """Exactly what the page shows, as JSON or (``?format=csv``) as a table with one row per recipient."""
    notice = results(call)
    if notice is None:
        raise Http404(_("The results of this call are not published."))
    name = f"results-{call.programme.slug}-{call.code}"
    if request.GET.get("format") == "csv":
        body = b"".join(write_csv(_columns(notice.content), list(_rows(notice.content)), encoding="utf-8-sig"))
        response = HttpResponse(body, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return response
    data = {**notice.content, "content_sha256": notice.content_sha256}
    answer = JsonResponse(data, json_dumps_params={"indent": 1, "sort_keys": True, "ensure_ascii": False})
    answer["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return answer


def _table(call: Call, content: Mapping[str, Any]) -> tables.Table:
    domains = {domain.code: domain.title for domain in call.programme.terms.domains}
    heads = [_("Project"), _("Recipients"), _("Domain"), _("Duration"), _("Date of award")]
    with_amounts = content["amounts_published"]
    columns = [tables.Column(head) for head in heads]
    if with_amounts:
        columns.append(tables.Column(_("Amount"), numeric=True))
    return tables.Table(
        caption=_("Funded projects"),
        columns=tuple(columns),
        rows=tuple(_row(project, domains, with_amounts=with_amounts) for project in content["projects"]),
        empty=_("No application was selected."),
        total=tables.Row((_("Together"), "", "", "", "", money(content["awarded_cents"]))) if with_amounts else None,
    )


def _row(project: Mapping[str, Any], domains: Mapping[str, str], *, with_amounts: bool) -> tables.Row:
    recipients = ", ".join(f"{r['legal_name']} ({country_name(r['country'])})" for r in project["recipients"])
    months = project["duration_months"]
    cells: tuple[object, ...] = (
        " – ".join(part for part in (project["acronym"], project["title"]) if part),
        recipients,
        domains.get(project["domain"], project["domain"]),
        _("up to %(months)d months") % {"months": months} if months else "",
        _in_words(project["awarded_on"]),
    )
    return tables.Row((*cells, money(project["amount_cents"])) if with_amounts else cells)


def _in_words(day: str) -> str:
    return date_format(date.fromisoformat(day), "j F Y")


def _columns(content: Mapping[str, Any]) -> list[Column]:
    names = ["number", "acronym", "title", "domain", "challenge", "instrument"]
    columns = [Column(name, name) for name in names]
    columns += [Column("duration_months", "duration_months", "whole"), Column("awarded_on", "awarded_on")]
    columns += [Column("recipient", "recipient"), Column("country", "country")]
    if content["amounts_published"]:
        columns.append(Column("amount", "amount", "money"))
    return [*columns, Column("data", "data")]


def _rows(content: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for project in content["projects"]:
        shared = {name: project[name] for name in project if name not in ("recipients", "amount_cents")}
        for recipient in project["recipients"]:
            row = {**shared, "recipient": recipient["legal_name"], "country": recipient["country"]}
            if content["amounts_published"]:
                row["amount"] = recipient["amount_cents"]
            yield {**row, "data": "synthetic" if content["synthetic"] else "real"}
