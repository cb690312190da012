"""What is handed out with a workshop: files and links that everybody may read who may read about the workshop."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.arrival import arrived
from securit.kernel.refusals import Refusal
from securit.machinery.files.downloads import download_response
from securit.programmes.public import Programme, actor_of, screen
from securit.stages.challenges.models import Material, Workshop
from securit.stages.challenges.selectors import materials_of
from securit.stages.challenges.services.hand_out_material import MOST_MATERIALS, hand_out_material, remove_material
from securit.stages.challenges.web.registration_forms import HandoutForm
from securit.stages.challenges.web.workshops import load_workshop


def load_material(programme: Programme, actor: Actor, material: str, **_more: Any) -> Material:
    """The material of that ref, if the actor may read it. Raises ``Http404``."""
    rows = Material.objects.in_programme(programme).visible_to(actor).filter(ref=material)
    found = rows.select_related("workshop", "file__programme", "programme").first()
    if found is None:
        raise Http404(_("There is no such material here."))
    return found


@screen("workshop.host", load=load_workshop)
def edit(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """Hand out a file or a link, and take it back."""
    if request.method == "POST" and "remove" in request.POST:
        return _remove(request, workshop)
    form, status = HandoutForm(request.POST or None, request.FILES or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _hand_out(request, workshop, form)
            except Refusal as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                messages.success(request, _("Handed out."))
                return redirect("challenges:materials", workshop.programme.slug, workshop.ref)
    context = {
        "workshop": workshop,
        "programme": workshop.programme,
        "form": form,
        "materials": list(materials_of(workshop, actor_of(request))),
        "most": MOST_MATERIALS,
    }
    return render(request, "challenges/materials.html", context, status=status)


@screen("material.view", load=load_material, open_to_all=True)
def download(request: HttpRequest, material: Material) -> HttpResponseBase:
    """The file."""
    if material.file is None:
        raise Http404
    return download_response(material.file)


def _hand_out(request: HttpRequest, workshop: Workshop, form: HandoutForm) -> Material:
    user = request.user if request.user.is_authenticated else None
    return hand_out_material(
        workshop=workshop,
        handout=form.handout(),
        actor=actor_of(request),
        at=arrived(request),
        uploaded_by=user,
        intent=form.cleaned_data["intent"],
    )


def _remove(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    actor = actor_of(request)
    found = materials_of(workshop, actor).filter(ref=request.POST.get("remove", "")).first()
    if found is None:
        raise Http404
    remove_material(material=found, actor=actor, at=arrived(request), intent=request.POST.get("intent", ""))
    messages.success(request, _("Removed."))
    return redirect("challenges:materials", workshop.programme.slug, workshop.ref)
