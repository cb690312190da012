"""Write reports away from the platform: take a pack along, bring the workbook back, look, then keep it as drafts."""

from __future__ import annotations

import io
import zipfile
from dataclasses import astuple
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel import policy
from securit.kernel.arrival import arrived
from securit.kit.acts import ActForm
from securit.machinery.files.downloads import as_attachment
from securit.programmes.public import Programme, actor_of, screen
from securit.stages.applications.public import application_pdf
from securit.stages.evaluation.models import Review
from securit.stages.evaluation.offline import Fault, Line, read_back, workbook
from securit.stages.evaluation.scores import scale_sentence, steps
from securit.stages.evaluation.selectors.desk import profile_of, version_read
from securit.stages.evaluation.selectors.offline import Proposal, lines_of_pack, proposals_of, reports_to_write
from securit.stages.evaluation.services.take_in_pack import take_in_pack

MOST_IN_A_PACK = 30
SALT = "evaluation.offline"


class WorkbookForm(ActForm):
    """The workbook that came back."""

    workbook = forms.FileField(
        label=gettext_lazy("The workbook from your pack"),
        help_text=gettext_lazy("reports.xlsx; nothing is saved before you have seen what would change."),
    )


@screen("evaluator.work", post="evaluator.work")
def offline(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Take a pack along; a post shows what the workbook would change."""
    form = WorkbookForm.received(request)
    context: dict[str, Any] = {"programme": programme, "form": form, "count": len(_reports(request, programme))}
    if not form.is_bound:
        return render(request, "evaluation/offline.html", context)
    if not form.is_valid():
        return render(request, "evaluation/offline.html", context, status=422)
    found, faults, token = _judged(request, programme, form.given["workbook"])
    context |= {"is_read": True, "proposals": found, "faults": faults, "token": token}
    return render(request, "evaluation/offline.html", context, status=422 if faults else 200)


@screen("evaluator.work", post="evaluator.work")
@require_POST
def save_offline(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Keep what was shown, as drafts."""
    lines = _unsealed(request, request.POST.get("lines", ""))
    found, _faults = proposals_of(lines, _reports(request, programme))
    over = request.POST.getlist("over")
    saved = take_in_pack(proposals=found, over=over, actor=actor_of(request), at=arrived(request))
    said = ngettext("%(count)d report is saved as a draft.", "%(count)d reports are saved as drafts.", len(saved))
    messages.success(request, said % {"count": len(saved)})
    return redirect("evaluation:mine", programme.slug)


@screen("evaluator.work", post="evaluator.work")
def pack(request: HttpRequest, programme: Programme) -> HttpResponseBase:
    """The applications as PDF, the reports as a workbook, and how to go about it."""
    reviews = _reports(request, programme)[:MOST_IN_A_PACK]
    made = _packed(reviews, request)
    response = HttpResponse(made, content_type="application/zip")
    return as_attachment(response, name=f"{programme.slug}-reports.zip", size=len(made))


def _reports(request: HttpRequest, programme: Programme) -> list[Review]:
    return reports_to_write(programme, actor_of(request).user_id or 0)


def _packed(reviews: list[Review], request: HttpRequest) -> bytes:
    made, actor = io.BytesIO(), actor_of(request)
    schemes = [review.application.call.terms.criteria for review in reviews]
    scales = {scale_sentence(scheme): steps(scheme) for scheme in schemes}
    offered = next(iter(scales.values())) if len(scales) == 1 else ()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("reports.xlsx", workbook(lines_of_pack(reviews), offered, at=arrived(request)))
        package.writestr("README.txt", _how_to(list(scales)))
        for review in reviews:
            version = version_read(review.application_id, review.programme)
            if version is not None and policy.decide(actor, "application.view", review.application.facts()):
                paper = application_pdf(version, with_contacts=False, language=get_language() or "en")
                package.writestr(f"applications/{review.application.number}.pdf", paper)
    return made.getvalue()


def _how_to(scales: list[str]) -> str:
    return "\r\n".join(
        [
            _("Read the applications in the folder “applications”. Write into reports.xlsx: a score and a comment for"),
            _("each criterion. Leave the first row, the last column and the order of the columns as they are."),
            *scales,
            "",
            _("Then upload reports.xlsx on “My evaluations”, under “Write offline”. You see first what would change."),
            _("It is saved as a draft; you submit each report online. The files are confidential: delete them then."),
            "",
        ]
    )


def _judged(
    request: HttpRequest, programme: Programme, upload: UploadedFile[Any]
) -> tuple[list[Proposal], list[Fault], str]:
    profile = profile_of(programme, actor_of(request).user_id or 0)
    lines, faults = read_back(upload, upload.name or "reports.xlsx", evaluator=profile.ref if profile else "")
    found, more = proposals_of(lines, _reports(request, programme))
    payload = {"user": actor_of(request).ref, "lines": [astuple(line) for line in lines]}
    return found, [*faults, *more], signing.dumps(payload, salt=SALT, compress=True)


def _unsealed(request: HttpRequest, token: str) -> list[Line]:
    """The lines that this person was shown; none for a forged or foreign token."""
    try:
        payload = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return []
    return [Line(*line) for line in payload["lines"]] if payload["user"] == actor_of(request).ref else []
