"""Routes of evaluation, below ``/p/<slug>/``."""

from __future__ import annotations

from django.urls import path

from securit.stages.evaluation.web import conflict_views, evaluator_views, expert_views, office_views, pool_views

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
    path("evaluation/assignments/<str:ref>/conflict/", conflict_views.found_conflict, name="found_conflict"),
    path("evaluation/declarations/<str:ref>/evidence/", conflict_views.declaration_evidence, name="evidence"),
    path("evaluation/conflicts/reasons/", conflict_views.reasons, name="reasons"),
    path("evaluation/conflicts/<str:conflict>/decide/", conflict_views.decide_staff, name="decide_staff"),
    path("evaluation/conflicts/<str:conflict>/evidence/", conflict_views.staff_evidence, name="staff_evidence"),
    path("calls/<str:code>/conflicts/", conflict_views.conflicts, name="conflicts"),
    path("calls/<str:code>/conflicts/export/", conflict_views.conflicts_export, name="conflicts_export"),
    path("evaluation/contract/", pool_views.my_contract, name="my_contract"),
    path("evaluation/profile/", pool_views.profile, name="profile"),
    path("evaluation/profile/leave/", pool_views.leave_myself, name="leave_myself"),
    path("experts/", expert_views.experts, name="experts"),
    path("evaluators/contract/", pool_views.contract, name="contract"),
    path("evaluators/call/", expert_views.expert_call, name="expert_call"),
    path("evaluators/call/answer/", expert_views.answer, name="answer_offers"),
    path("evaluators/call/<str:expert_call>/close/", expert_views.close_call, name="close_expert_call"),
    path("evaluators/offers/<str:offer>/cv/", expert_views.offer_cv, name="offer_cv"),
    path("calls/<str:code>/fees/", pool_views.fees, name="fees"),
    path("calls/<str:code>/fees/export/", pool_views.fees_export, name="fees_export"),
    path("evaluators/", office_views.pool, name="pool"),
    path("evaluators/<str:ref>/leave/", office_views.leave, name="leave"),
    path("calls/<str:code>/assignments/", office_views.assignments, name="assignments"),
    path("calls/<str:code>/assignments/propose/", office_views.propose, name="propose"),
    path("calls/<str:code>/assignments/confirm/", office_views.confirm, name="confirm"),
    path("calls/<str:code>/assignments/by-hand/", office_views.by_hand, name="by_hand"),
    path("calls/<str:code>/reports/", office_views.progress, name="progress"),
    path("calls/<str:code>/reports/summaries/", office_views.summaries, name="summaries"),
]
