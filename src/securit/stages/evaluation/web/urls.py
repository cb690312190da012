"""Routes of evaluation, below ``/p/<slug>/``."""

from __future__ import annotations

from django.urls import path

from securit.stages.evaluation.web import (
    check_views,
    consensus_views,
    evaluator_views,
    observer_views,
    office_views,
    offline_views,
    reminder_views,
)

app_name = "evaluation"
urlpatterns = [
    path("evaluation/", evaluator_views.mine, name="mine"),
    path("evaluation/offline/", offline_views.offline, name="offline"),
    path("evaluation/offline/save/", offline_views.save_offline, name="save_offline"),
    path("evaluation/offline/pack.zip", offline_views.pack, name="pack"),
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
    path("evaluation/consensus/on/<str:ref>/", consensus_views.open_room, name="open_room"),
    path("evaluation/consensus/<str:ref>/", consensus_views.room, name="room"),
    path("evaluation/consensus/<str:ref>/draft/", consensus_views.draft, name="draft_consensus"),
    path("evaluation/consensus/<str:ref>/answer/", consensus_views.answer, name="answer_consensus"),
    path("evaluation/consensus/<str:ref>/close/", consensus_views.close, name="close_consensus"),
    path("evaluation/consensus/<str:ref>/rapporteur/", consensus_views.rapporteur, name="name_rapporteur"),
    path("evaluation/checks/<str:ref>/", check_views.check, name="check"),
    path("evaluation/checks/<str:ref>/deliver/", check_views.deliver, name="deliver_check"),
    path("evaluation/checks/<str:ref>/reopen/", check_views.reopen, name="reopen_check"),
    path("evaluation/checks/<str:ref>/end/", check_views.end, name="end_check"),
    path("evaluation/observers/<str:ref>/", observer_views.observer_report, name="observer_report"),
    path("evaluation/observers/<str:ref>/deliver/", observer_views.deliver, name="deliver_observer_report"),
    path("evaluation/observers/<str:ref>/report.pdf", observer_views.observer_pdf, name="observer_pdf"),
    path("evaluators/", office_views.pool, name="pool"),
    path("evaluators/<str:ref>/leave/", office_views.leave, name="leave"),
    path("calls/<str:code>/assignments/", office_views.assignments, name="assignments"),
    path("calls/<str:code>/assignments/propose/", office_views.propose, name="propose"),
    path("calls/<str:code>/assignments/confirm/", office_views.confirm, name="confirm"),
    path("calls/<str:code>/assignments/by-hand/", office_views.by_hand, name="by_hand"),
    path("calls/<str:code>/checks/", check_views.checks, name="checks"),
    path("calls/<str:code>/checks/ask/", check_views.ask, name="ask_check"),
    path("calls/<str:code>/observing/", observer_views.observing, name="observing"),
    path("calls/<str:code>/observing/ask/", observer_views.ask, name="ask_observer"),
    path("calls/<str:code>/reports/due/", reminder_views.reminders, name="reminders"),
    path("calls/<str:code>/reports/due/turn/", reminder_views.turn, name="turn_reminders"),
    path("calls/<str:code>/reports/", office_views.progress, name="progress"),
    path("calls/<str:code>/reports/summaries/", office_views.summaries, name="summaries"),
]
