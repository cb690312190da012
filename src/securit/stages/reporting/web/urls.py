"""Routes of reporting, below ``/p/<slug>/``."""

from __future__ import annotations

from django.urls import path

from securit.stages.reporting.web import views

app_name = "reporting"
urlpatterns = [
    path("indicators/", views.indicators, name="indicators"),
    path("showcase/", views.known_projects, name="showcase"),
]
