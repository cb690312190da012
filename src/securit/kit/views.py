"""The living gallery: every component in its states, and sample pages of both frames. Wired in demo mode only."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import Context, Template

from securit.kit.errors import PAGES, error_page
from securit.kit.gallery import ROOMS
from securit.kit.samples import samples, site


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component, drawn by the template code printed beneath it."""
    values = samples()
    rooms = [
        (room, [(show, Template("{% load kit %}" + show.code).render(Context(values))) for show in room.exhibits])
        for room in ROOMS
    ]
    return render(request, "kit/gallery.html", {"rooms": rooms, "site": site()})


def sample_public(request: HttpRequest) -> HttpResponse:
    """A page of the public frame with invented content."""
    return render(request, "kit/sample_public.html", {**samples(), "site": site()})


def sample_work(request: HttpRequest) -> HttpResponse:
    """A page of the working frame with invented content."""
    return render(request, "kit/sample_work.html", {**samples(), "site": site("Ilze Ozola")})


def sample_error(request: HttpRequest, status: int) -> HttpResponse:
    """The page a status code gets."""
    if status not in PAGES:
        raise Http404
    return error_page(request, status)
