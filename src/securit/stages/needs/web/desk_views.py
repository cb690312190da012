"""Pages of the working area: the list, its export, one need, writing one down, editing it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from securit.kernel import policy
from securit.kernel.arrival import arrived
from securit.kernel.perform import may
from securit.kit.acts import Done, attempt, onward
from securit.machinery.files.downloads import as_attachment
from securit.machinery.tabular.writing import write_csv, write_xlsx
from securit.programmes.public import Programme, actor_of, pressed, screen
from securit.stages.needs.contracts import Reader
from securit.stages.needs.disclosure import shown_to
from securit.stages.needs.listing import Wanted, chosen, columns, export_row, lines_of, short_tlp
from securit.stages.needs.models import Need
from securit.stages.needs.policy import reader_of
from securit.stages.needs.selectors import domains_of, merge_decision, merged_here, themes_of
from securit.stages.needs.services.write_down_need import write_down_need
from securit.stages.needs.web.forms import AudienceForm, DeskForm, ReasonForm, RecordForm
from securit.stages.needs.web.loading import load_need
from securit.stages.needs.web.owner_views import choose, save
from securit.stages.needs.web.pages import address, facts_of, hidden_fields, market_of, story_of, titles_of
from securit.stages.needs.web.public_views import analysis_pdf
from securit.stages.needs.web.tables import choices_in, listing_table
from securit.stages.needs.wording import title_in

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@screen("need.list")
def listing(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Every need, each as far as the reader may see it."""
    wanted, domains = Wanted.read(request.GET.dict()), domains_of(programme)
    titles = {domain.code: domain.title for domain in domains}
    lines = lines_of(programme, actor_of(request))
    shown = chosen(lines, wanted)
    context = {
        "programme": programme,
        "wanted": wanted,
        "filters": [
            {"name": name, "label": label, "choices": choices, "value": getattr(wanted, name)}
            for name, label, choices in choices_in(lines, titles)
            if choices
        ],
        "table": listing_table(shown, wanted, programme, request.GET.get("page", ""), titles),
        "count": len(shown),
        "all": len(lines),
        "waiting": sum(line.state == "submitted" for line in lines),
        "domains": domains,
        "synthetic": any(line.synthetic for line in lines),
        "query": wanted.query(),
        "may_record": bool(policy.decide(actor_of(request), "need.record", programme.facts())),
    }
    return render(request, "needs/list.html", context)


@screen("need.list")
def export(request: HttpRequest, programme: Programme) -> HttpResponseBase:
    """The list exactly as it is filtered and sorted on the page, all pages of it, as far as the reader may see it."""
    lines = chosen(lines_of(programme, actor_of(request)), Wanted.read(request.GET.dict()))
    rows = [export_row(line) for line in lines]
    if request.GET.get("as") == "xlsx":
        made, kind, ending = write_xlsx(columns(), rows, title=_("Needs"), at=arrived(request)), XLSX, "xlsx"
    else:
        made, kind, ending = b"".join(write_csv(columns(), rows, encoding="utf-8-sig")), "text/csv", "csv"
    return as_attachment(HttpResponse(made, content_type=kind), name=f"{programme.slug}-needs.{ending}", size=len(made))


@screen("need.list")
def analysis(request: HttpRequest, programme: Programme) -> HttpResponseBase:
    """The demand analysis of the domain asked for, consortium edition, as PDF."""
    return analysis_pdf(programme, request.GET.get("domain", ""), Reader.CONSORTIUM, arrived(request))


@screen("need.view", load=load_need)
def show(request: HttpRequest, need: Need) -> HttpResponse:
    """One need as far as the reader may see it, and what can be done with it."""
    return render(request, "needs/show.html", page_of(request, need))


@screen("need.record")
def record(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Write a need down for somebody, after a call or a workshop."""
    form = RecordForm.received(request, of={"programme": programme})
    tried = attempt(form, lambda: _recorded(request, programme, form))
    if isinstance(tried, Done):
        may_read = reader_of(actor_of(request), tried.made.facts()) is not Reader.PUBLIC
        # TLP:RED, taken in by another partner: whoever wrote it down does not read it.
        there = address(tried.made) if may_read else reverse("needs:list", args=[programme.slug])
        return onward(request, there, _("Written down; it waits for a review."))
    return render(request, "needs/record.html", {"programme": programme, "form": form}, status=tried.status)


@screen("need.edit", load=load_need)
def edit(request: HttpRequest, need: Need) -> HttpResponse:
    """Change the words of a need."""
    form = DeskForm.received(request, need, of={"programme": need.programme})
    tried = attempt(form, lambda: save(form, need, pressed(request)))
    if isinstance(tried, Done):
        return onward(request, address(need), _("Saved."))
    context = {"need": need, "programme": need.programme, "form": form}
    return render(request, "needs/edit.html", context, status=tried.status)


@screen("need.choose_audience", load=load_need)
def audience(request: HttpRequest, need: Need) -> HttpResponse:
    """Choose who sees what, for an owner who asked for it."""
    form = AudienceForm.received(request, need)
    tried = attempt(form, lambda: choose(form, need, pressed(request)))
    if isinstance(tried, Done):
        return onward(request, address(need), _("Saved: this is who sees what from now on."))
    context = {"need": need, "programme": need.programme, "form": form, "desk": True}
    return render(request, "needs/audience_desk.html", context, status=tried.status)


def page_of(request: HttpRequest, need: Need, *, reason_form: ReasonForm | None = None) -> dict[str, Any]:
    """Everything the page of one need shows."""
    actor, titles = actor_of(request), titles_of(need.programme)
    reader = reader_of(actor, need.facts())
    shown = shown_to(need, reader)
    context = {
        "need": need,
        "programme": need.programme,
        "actor": actor,
        "title": title_in(shown),
        "tlp": short_tlp(need.tlp),
        "facts": [
            *facts_of(shown, titles),
            (_("Taken in by"), need.host.organisation.legal_name),
            (_("Came by"), need.get_source_display()),
        ],
        "story": story_of(shown, titles),
        "market": market_of(shown, titles),
        "hidden": hidden_fields(need, shown),
        "merged": [_merged_line(other, actor) for other in merged_here(need)],
        "decision": merge_decision(need) if need.state == "merged" else None,
        "into": _merged_line(need.merged_into, actor) if need.merged_into else None,
        "themes": [t for t in themes_of(need.programme, actor) if t.domain.code in need.domains],
        "reason_form": reason_form or ReasonForm.fresh(need),
    }
    verbs = ("edit", "choose_audience", "accept", "decline", "reconsider", "merge", "group", "ungroup", "erase_contact")
    can = {verb: bool(may(actor, verb, need)) for verb in verbs}
    can["separate"] = bool(may(actor, "restore" if need.accepted_at else "separate", need))
    return context | {"can": can, "can_anything": any(can.values())}


def _merged_line(need: Need, actor: Any) -> dict[str, Any]:
    reader = reader_of(actor, need.facts())
    return {"ref": need.ref, "title": title_in(shown_to(need, reader)), "may_open": reader is not Reader.PUBLIC}


def _recorded(request: HttpRequest, programme: Programme, form: RecordForm) -> Need:
    return write_down_need(
        programme=programme,
        statement=form.statement(),
        contact=form.contact(),
        tlp=form.cleaned_data["tlp"],
        audience=form.audience(),
        declared_unclassified=form.cleaned_data["declared_unclassified"],
        **pressed(request),
    )
