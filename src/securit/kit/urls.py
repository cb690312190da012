"""Addresses of the gallery, below ``/kit/``."""

from __future__ import annotations

from django.urls import path

from securit.kit import views

app_name = "kit"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("public/", views.sample_public, name="sample_public"),
    path("work/", views.sample_work, name="sample_work"),
    path("errors/<int:status>/", views.sample_error, name="sample_error"),
]
