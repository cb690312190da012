"""Routes of selection, below ``/p/<slug>/``."""

from __future__ import annotations

from django.urls import path

from securit.stages.selection.web import (
    decision_views,
    ranking_views,
    redress_views,
    reserve_views,
    result_views,
    what_if_views,
)

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
    path("calls/<str:code>/what-if/", what_if_views.show, name="what_if"),
    path("calls/<str:code>/reserve/", reserve_views.show, name="reserve"),
    path("calls/<str:code>/redress/", redress_views.register, name="redresses"),
    path("applications/<str:ref>/redress/", redress_views.team, name="redress"),
    path("redress/<str:ref>/", redress_views.handle, name="handle_redress"),
    path("calls/<str:code>/results/", result_views.show, name="results"),
    path("calls/<str:code>/results/letters/", result_views.letters, name="letters"),
    path("calls/<str:code>/results/publish/", result_views.publish, name="publish"),
    path("calls/<str:code>/results/export/", result_views.export, name="results_export"),
]
