"""Routes of challenges, below ``/p/<slug>/``."""

from __future__ import annotations

from django.urls import path

from securit.stages.challenges.web import views

app_name = "challenges"
urlpatterns = [
    path("challenges/", views.challenge_list, name="list"),
    path("challenges/<str:number>/", views.show, name="show"),
    path("challenges/<str:number>/edit/", views.edit, name="edit"),
    path("challenges/<str:number>/propose/", views.propose, name="propose"),
    path("challenges/<str:number>/validate/", views.validate, name="validate"),
    path("challenges/<str:number>/publish/", views.publish, name="publish"),
]
