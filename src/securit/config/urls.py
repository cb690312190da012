"""Every route of the installation."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("securit.portal.urls")),
    path("account/", include("allauth.urls")),
    path("p/<slug:slug>/", include("securit.stages.challenges.web.urls")),
    path("p/<slug:slug>/", include("securit.stages.calls.web.urls")),
    path("p/<slug:slug>/", include("securit.stages.evaluation.web.urls")),
]

if settings.DEMO:
    urlpatterns.append(path("kit/", include("securit.kit.urls")))
