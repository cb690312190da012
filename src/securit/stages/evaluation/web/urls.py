"""Routes of evaluation, below ``/p/<slug>/``."""

from __future__ import annotations

from django.urls import path

from securit.stages.evaluation.web import evaluator_views

app_name = "evaluation"
urlpatterns = [
    path("evaluation/", evaluator_views.mine, name="mine"),
    path("evaluation/reports/<str:ref>/", evaluator_views.review, name="review"),
]
