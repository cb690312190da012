"""What is handed out with a workshop: files and links that everybody may read who may read about the workshop."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kit.acts import Done, attempt, onward
from securit.machinery.files.downloads import download_response
from securit.programmes.public import Programme, actor_of, pressed, screen
from securit.stages.challenges.models import Material, Workshop
from securit.stages.challenges.selectors import materials_of
from securit.stages.challenges.services.hand_out_material import MOST_MATERIALS, hand_out_material, remove_material
from securit.stages.challenges.web.registration_forms import HandoutForm
from securit.stages.challenges.web.workshops import load_workshop, page_of


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
    form = HandoutForm.received(request)
    tried = attempt(form, lambda: _hand_out(request, workshop, form))
    if isinstance(tried, Done):
        return onward(request, page_of(workshop, "materials"), _("Handed out."))
    context = {
        "workshop": workshop,
        "programme": workshop.programme,
        "form": form,
        "materials": list(materials_of(workshop, actor_of(request))),
        "most": MOST_MATERIALS,
    }
    return render(request, "challenges/materials.html", context, status=tried.status)


@screen("material.view", load=load_material, open_to_all=True)
def download(request: HttpRequest, material: Material) -> HttpResponseBase:
    """The file."""
    if material.file is None:
        raise Http404
    return download_response(material.file)


def _hand_out(request: HttpRequest, workshop: Workshop, form: HandoutForm) -> Material:
    user = request.user if request.user.is_authenticated else None
    return hand_out_material(workshop=workshop, handout=form.handout(), uploaded_by=user, **pressed(request))


def _remove(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    found = materials_of(workshop, actor_of(request)).filter(ref=request.POST.get("remove", "")).first()
    if found is None:
        raise Http404
    remove_material(material=found, **pressed(request))
    return onward(request, page_of(workshop, "materials"), _("Removed."))
