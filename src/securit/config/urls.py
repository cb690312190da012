"""Every route of the installation."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("securit.portal.urls")),
    path("account/", include("allauth.urls")),
]

if settings.DEMO:
    urlpatterns.append(path("kit/", include("securit.kit.urls")))
