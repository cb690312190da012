"""The short address that stands on the projector."""

from __future__ import annotations

from django.urls import path

from securit.stages.challenges.web import entrance

app_name = "rooms"
urlpatterns = [path("join/", entrance.enter, name="enter")]
