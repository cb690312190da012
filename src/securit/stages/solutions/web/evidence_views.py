"""Files that show what a solution can do: add, read, take away."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel.actor import Actor
from securit.kit.acts import Done, attempt, onward
from securit.machinery.files.downloads import download_response
from securit.programmes.public import Programme, pressed, screen
from securit.stages.solutions.models import EvidenceFile, Solution
from securit.stages.solutions.services.add_evidence import add_evidence, remove_evidence
from securit.stages.solutions.web.catalogue_views import address, shown
from securit.stages.solutions.web.forms import EvidenceForm
from securit.stages.solutions.web.loading import load_solution


def load_evidence(programme: Programme, actor: Actor, file: str) -> EvidenceFile:
    """The file of that ref, if the actor may know of it. Raises ``Http404``."""
    rows = EvidenceFile.objects.in_programme(programme).visible_to(actor).filter(ref=file)
    found = rows.select_related("solution__programme", "file__programme", "programme").first()
    if found is None:
        raise Http404(_("There is no such file here."))
    return found


@screen("evidence_file.view", load=load_evidence, open_to_all=True)
def evidence(request: HttpRequest, evidence: EvidenceFile) -> HttpResponseBase:
    """The file as an attachment."""
    return download_response(evidence.file)


@screen("solution.edit", load=load_solution)
@require_POST
def attach(request: HttpRequest, solution: Solution) -> HttpResponse:
    """Add a file."""
    form = EvidenceForm.received(request)
    tried = attempt(
        form,
        lambda: add_evidence(
            solution=solution,
            stream=form.cleaned_data["file"],
            name=form.cleaned_data["file"].name,
            shows=form.cleaned_data["shows"],
            audience=form.cleaned_data["audience"],
            words=form.cleaned_data["words"],
            **pressed(request),
        ),
    )
    if isinstance(tried, Done):
        return onward(request, f"{address(solution)}#evidence", _("The file is with the solution."))
    return shown(request, solution, tried.status, evidence_form=form)


@screen("evidence_file.remove", load=load_evidence)
@require_POST
def remove(request: HttpRequest, evidence: EvidenceFile) -> HttpResponse:
    """Take a file away."""
    remove_evidence(evidence=evidence, **pressed(request))
    return onward(request, f"{address(evidence.solution)}#evidence", _("The file is taken away."))
