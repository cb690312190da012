"""The receipt of a submitted version: on screen, as JSON to verify, as PDF to keep."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language

from securit.kernel.arrival import arrived
from securit.kernel.canonical import canonical, digest
from securit.machinery.documents.pdf import render_pdf
from securit.machinery.files.downloads import as_attachment
from securit.programmes.public import find_programme, public, screen
from securit.stages.applications.documents.receipt import receipt_data, receipt_title
from securit.stages.applications.models import Application, ApplicationVersion
from securit.stages.applications.receipts import verify_receipt
from securit.stages.applications.selectors import versions_of
from securit.stages.applications.web.frame import frame_of
from securit.stages.applications.web.loading import asked, load_application

TEMPLATE = "stages/applications/documents/receipt.typ"


@screen("application.view_draft", load=load_application)
def receipt_page(request: HttpRequest, application: Application) -> HttpResponse:
    """What was received, when, and that it has not changed since."""
    version = _version(request, application)
    receipt = version.receipt
    context = {
        **frame_of(application, arrived(request)).context("submit"),
        "version": version,
        "receipt": receipt,
        "deadline_at": datetime.fromisoformat(receipt.content["deadline_at"]),
        "unchanged": digest(version.content) == version.content_sha256
        and receipt.content["content_sha256"] == version.content_sha256
        and verify_receipt(receipt.content, receipt.signature),
        "counts": application.state == "submitted" and application.submitted_number == version.number,
    }
    return render(request, "applications/receipt.html", context)


@screen("application.view_draft", load=load_application)
def receipt_json(request: HttpRequest, application: Application) -> HttpResponseBase:
    """Content and signature, as they can be verified without this installation."""
    version = _version(request, application)
    receipt = version.receipt
    text = canonical({"receipt": receipt.content, "signature": receipt.signature}).encode()
    response = HttpResponse(text, content_type="application/json")
    return as_attachment(response, name=f"{application.number}-v{version.number}-receipt.json", size=len(text))


@screen("application.view_draft", load=load_application)
def receipt_pdf(request: HttpRequest, application: Application) -> HttpResponseBase:
    """The receipt on paper."""
    version = _version(request, application)
    made = render_pdf(
        TEMPLATE,
        receipt_data(version),
        title=receipt_title(version),
        language=get_language() or "en",
        at=version.arrived_at,
    )
    response = HttpResponse(made, content_type="application/pdf")
    return as_attachment(response, name=f"{application.number}-v{version.number}-receipt.pdf", size=len(made))


@public("what a receipt proves is for everybody who holds one, a lawyer or a court included")
def explained(request: HttpRequest, slug: str) -> HttpResponse:
    """What a receipt proves and what not, how it is verified offline, what its place in the log means."""
    programme = find_programme(slug)
    return render(request, "applications/receipts_explained.html", {"programme": programme})


def _version(request: HttpRequest, application: Application) -> ApplicationVersion:
    found = versions_of(application).filter(number=int(asked(request, "number"))).first()
    if found is None:
        raise Http404
    return found
