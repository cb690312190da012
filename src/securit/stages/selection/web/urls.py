"""Routes of selection, below ``/p/<slug>/``."""

from __future__ import annotations

from django.urls import path

from securit.stages.selection.web import decision_views, ranking_views, result_views

app_name = "selection"
urlpatterns = [
    path("calls/<str:code>/ranking/", ranking_views.show, name="ranking"),
    path("calls/<str:code>/ranking/compute/", ranking_views.compute, name="compute"),
    path("calls/<str:code>/ranking/record/", ranking_views.record, name="record"),
    path("calls/<str:code>/decide/", decision_views.decide, name="decide"),
    path("calls/<str:code>/decision/", decision_views.show, name="decision"),
    path("calls/<str:code>/decision/sign/", decision_views.sign, name="sign_decision"),
    path("calls/<str:code>/decision/withdraw/", decision_views.withdraw, name="withdraw_decision"),
    path("calls/<str:code>/decision/document/", decision_views.as_pdf, name="decision_pdf"),
    path("calls/<str:code>/results/", result_views.show, name="results"),
    path("calls/<str:code>/results/publish/", result_views.publish, name="publish"),
    path("calls/<str:code>/results/export/", result_views.export, name="results_export"),
]
