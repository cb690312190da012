"""Every route of the installation."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    # Before all others: in the last minutes of a call nearly every request is for these, and a place costs 0.2 ms.
    path("p/<slug:slug>/", include("securit.stages.applications.web.urls")),
    path("", include("securit.portal.urls")),
    path("account/", include("allauth.urls")),
    path("p/<slug:slug>/", include("securit.stages.needs.web.urls")),
    path("", include("securit.stages.challenges.web.join_urls")),
    path("p/<slug:slug>/", include("securit.stages.challenges.web.urls")),
    path("p/<slug:slug>/", include("securit.stages.solutions.web.urls")),
    path("p/<slug:slug>/", include("securit.stages.calls.web.urls")),
    path("p/<slug:slug>/", include("securit.stages.matchmaking.web.event_urls")),
    path("p/<slug:slug>/", include("securit.stages.matchmaking.web.urls")),
    path("p/<slug:slug>/", include("securit.stages.matchmaking.web.team_urls")),
    path("p/<slug:slug>/", include("securit.stages.screening.web.urls")),
    path("p/<slug:slug>/", include("securit.stages.evaluation.web.urls")),
    path("p/<slug:slug>/", include("securit.stages.selection.web.urls")),
    path("p/<slug:slug>/", include("securit.stages.reporting.web.urls")),
]

handler400 = "securit.portal.errors.bad_request"
handler403 = "securit.portal.errors.permission_denied"
handler404 = "securit.portal.errors.page_not_found"
handler500 = "securit.portal.errors.server_error"

if settings.DEMO:
    urlpatterns.append(path("kit/", include("securit.kit.urls")))
