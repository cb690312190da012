"""The minutes: drafted from what happened, edited by people, adopted, printed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from securit.kernel.perform import may
from securit.kit.acts import Done, attempt, onward
from securit.machinery.documents.markdown import to_flowing_html
from securit.machinery.documents.pdf import render_pdf
from securit.machinery.files.downloads import as_attachment
from securit.programmes.public import actor_of, pressed, screen
from securit.stages.challenges.documents.minutes import TEMPLATE, minutes_data, minutes_title
from securit.stages.challenges.models import Workshop
from securit.stages.challenges.services.write_minutes import adopt_minutes, rework_minutes, write_minutes
from securit.stages.challenges.web.workshop_forms import MinutesForm
from securit.stages.challenges.web.workshops import load_workshop, page_of


@screen("workshop.oversee", post="workshop.host", load=load_workshop)
def edit(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """Read, write and adopt the minutes of a workshop that was held."""
    if workshop.state not in ("closed", "minuted"):
        raise Http404
    form = MinutesForm.received(request, workshop)
    tried = attempt(form, lambda: _act(request, workshop, form))
    if isinstance(tried, Done):
        return onward(request, page_of(workshop, "minutes"), tried.made)
    actor = actor_of(request)
    context = {
        "programme": workshop.programme,
        "workshop": workshop,
        "form": form,
        "read": to_flowing_html(workshop.minutes),
        "may_write": bool(may(actor, "write_minutes", workshop)),
        "may_rework": bool(may(actor, "rework", workshop)),
    }
    return render(request, "challenges/minutes.html", context, status=tried.status)


@screen("workshop.view", load=load_workshop, open_to_all=True)
def as_pdf(request: HttpRequest, workshop: Workshop) -> HttpResponseBase:
    """The adopted minutes on paper."""
    if workshop.state != "minuted" or workshop.minuted_at is None:
        raise Http404
    made = render_pdf(
        TEMPLATE,
        minutes_data(workshop),
        title=minutes_title(workshop),
        language=get_language() or "en",
        at=workshop.minuted_at,
    )
    response = HttpResponse(made, content_type="application/pdf")
    return as_attachment(response, name=f"minutes-{workshop.ref}.pdf", size=len(made))


def _act(request: HttpRequest, workshop: Workshop, form: MinutesForm) -> str:
    """What was pressed, and the sentence that says it is done."""
    act, press = request.POST.get("act", "save"), pressed(request)
    if act == "rework":
        rework_minutes(workshop=workshop, **press)
        return _("Taken back; they can be changed again.")
    written = write_minutes(workshop=workshop, text=form.cleaned_data["text"], version=form.seen, **press)
    if act == "adopt":
        adopt_minutes(workshop=written, actor=press["actor"], at=press["at"])
        return _("Adopted; everybody who may read the workshop reads them.")
    return _("Saved.")
