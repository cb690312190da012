"""Letters on the result: choose, see each of them, send exactly those. And one letter as its team keeps it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.arrival import arrived
from securit.kit.acts import Done, attempt, onward
from securit.machinery.documents.pdf import render_pdf
from securit.machinery.files.downloads import as_attachment
from securit.programmes.public import Programme, actor_of, screen
from securit.stages.calls.public import Call
from securit.stages.screening.lifecycle import SCREENING
from securit.stages.screening.models import Letter, Screening
from securit.stages.screening.selectors import untold
from securit.stages.screening.services.send_letters import MOST_AT_ONCE, drafts_of, send_letters, set_digest
from securit.stages.screening.web.forms import LettersForm
from securit.stages.screening.web.loading import load_call, load_screening

RESULTS = ("rejected", "cleared")
TEMPLATE = "machinery/documents/templates/plain_letter.typ"


@screen("screening.list", load=load_call, post="screening.create")
def letters(request: HttpRequest, call: Call) -> HttpResponse:
    """Who waits for a letter; posted with ``ref`` the letters themselves; posted with ``digest`` they are sent."""
    asked = request.POST.get("result") or request.GET.get("result", "")
    result = asked if asked in RESULTS else "rejected"
    waiting = list(untold(call, result, actor_of(request))[:MOST_AT_ONCE])
    refs = set(request.POST.getlist("ref"))
    chosen = [screening for screening in waiting if screening.ref in refs]
    form = LettersForm.received(request) if "digest" in request.POST else LettersForm.fresh()
    tried = attempt(form, lambda: _send(request, chosen, form.given["digest"]))
    if isinstance(tried, Done):
        count = len(tried.made)
        said = ngettext("%(count)d letter is in the outbox.", "%(count)d letters are in the outbox.", count)
        url = reverse("screening:letters", args=[call.programme.slug, call.code])
        return onward(request, url, said % {"count": count})
    drafts = drafts_of(chosen, at=arrived(request))
    seen = set_digest(drafts)
    if form.is_bound:
        form.renew(digest=seen)
    form.initial["digest"] = seen
    context = _context(call, actor_of(request), result, waiting) | {"drafts": drafts, "seen": seen, "form": form}
    return render(request, "screening/letters.html", context, status=tried.status)


def _send(request: HttpRequest, chosen: list[Screening], seen: str) -> list[Screening]:
    return send_letters(screenings=chosen, seen=seen, actor=actor_of(request), at=arrived(request))


def _context(call: Call, actor: Actor, result: str, waiting: list[Screening]) -> dict[str, Any]:
    return {
        "call": call,
        "programme": call.programme,
        "result": result,
        "waiting": waiting,
        "most": MOST_AT_ONCE,
        "sent": Letter.objects.filter(programme=call.programme, screening__application__call=call).count(),
        "tabs": [
            {
                "label": SCREENING.label(one),
                "url": f"?result={one}",
                "count": untold(call, one, actor).count(),
                "current": one == result,
            }
            for one in RESULTS
        ],
    }


def load_letter(programme: Programme, actor: Actor, ref: str, **_rest: Any) -> Screening:
    """The check of that ref. Raises ``Http404``."""
    return load_screening(programme, actor, ref)


@screen("screening.view_letter", load=load_letter)
def letter_pdf(request: HttpRequest, screening: Screening) -> HttpResponseBase:
    """The letter as it was sent, on paper."""
    match = request.resolver_match
    letter = screening.letters.filter(result=str(match.kwargs["result"]) if match else "").first()
    if letter is None:
        raise Http404(_("There is no such letter."))
    programme = screening.programme
    data = {
        "sender": f"{programme.acronym}\n{programme.terms.contact_email}",
        "recipient": screening.screened_version.content["members"][0]["legal_name"],
        "place_and_date": date_format(letter.sent_at, "j F Y"),
        "reference": screening.application.number,
        "subject": letter.subject,
        "body": [_paragraph(part) for part in letter.body.split("\n\n") if part.strip()],
        "signature": programme.acronym,
    }
    language = get_language() or "en"
    made = render_pdf(TEMPLATE, data, title=letter.subject, language=language, at=letter.sent_at)
    response = HttpResponse(made, content_type="application/pdf")
    return as_attachment(response, name=f"{screening.application.number}-{letter.result}.pdf", size=len(made))


def _paragraph(text: str) -> dict[str, Any]:
    children: list[dict[str, Any]] = []
    for line in text.strip().splitlines():
        children += [{"kind": "break"}] if children else []
        children.append({"kind": "text", "text": line})
    return {"kind": "paragraph", "children": children}
