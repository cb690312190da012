"""Routes of evaluation, below ``/p/<slug>/``."""

from __future__ import annotations

from django.urls import path

from securit.stages.evaluation.web import (
    calibration_views,
    comparing_views,
    evaluator_views,
    explaining_views,
    office_views,
)

app_name = "evaluation"
urlpatterns = [
    path("evaluation/", evaluator_views.mine, name="mine"),
    path("evaluation/declarations/<str:ref>/", evaluator_views.declaration, name="declare"),
    path("evaluation/declarations/<str:ref>/decide/", office_views.decide, name="decide"),
    path("evaluation/assignments/<str:ref>/", office_views.assignment, name="assignment"),
    path("evaluation/assignments/<str:ref>/begin/", evaluator_views.begin, name="begin"),
    path("evaluation/assignments/<str:ref>/recuse/", office_views.recuse, name="recuse"),
    path("evaluation/assignments/<str:ref>/end/", office_views.end, name="end"),
    path("evaluation/reports/<str:ref>/", evaluator_views.review, name="review"),
    path("evaluation/reports/<str:ref>/autosave/", evaluator_views.autosave, name="autosave"),
    path("evaluation/reports/<str:ref>/submit/", evaluator_views.submit, name="submit"),
    path("evaluation/reports/<str:ref>/abstain/", evaluator_views.abstain, name="abstain"),
    path("evaluation/reports/<str:ref>/return/", office_views.send_back, name="return"),
    path("evaluation/summaries/<str:ref>/", evaluator_views.summary, name="summary"),
    path("evaluators/", office_views.pool, name="pool"),
    path("evaluators/<str:ref>/leave/", office_views.leave, name="leave"),
    path("calls/<str:code>/assignments/", office_views.assignments, name="assignments"),
    path("calls/<str:code>/assignments/propose/", office_views.propose, name="propose"),
    path("calls/<str:code>/assignments/confirm/", office_views.confirm, name="confirm"),
    path("calls/<str:code>/assignments/compare/", comparing_views.compare, name="compare"),
    path("calls/<str:code>/assignments/compare/stop/", comparing_views.stop, name="compare_stop"),
    path("calls/<str:code>/assignments/compare/choose/", comparing_views.choose, name="compare_choose"),
    path("calls/<str:code>/assignments/for/<str:number>/", explaining_views.candidates, name="candidates"),
    path("calls/<str:code>/assignments/by-hand/", office_views.by_hand, name="by_hand"),
    path("calls/<str:code>/reports/", office_views.progress, name="progress"),
    path("calls/<str:code>/reports/calibration/", calibration_views.calibration, name="calibration"),
    path("calls/<str:code>/reports/summaries/", office_views.summaries, name="summaries"),
]
