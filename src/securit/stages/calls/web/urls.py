"""Routes of calls, below ``/p/<slug>/``."""

from __future__ import annotations

from django.urls import path

from securit.stages.calls.web import (
    begin_views,
    design_views,
    dry_run_views,
    exception_views,
    follow_views,
    manage_views,
    planning_views,
    preview_views,
    question_views,
    views,
)

app_name = "calls"
urlpatterns = [
    path("calls/", views.call_list, name="list"),
    path("calls/draft/new/", begin_views.draft, name="draft"),
    path("calls/draft/questions/", begin_views.draft_questions, name="draft_questions"),
    path("calls/<str:code>/", views.show, name="show"),
    path("calls/<str:code>/design/", design_views.design, name="design"),
    path("calls/<str:code>/design/<slug:part>/", design_views.part, name="design_part"),
    path("calls/<str:code>/design/<slug:part>/confirm/", design_views.confirm, name="design_confirm"),
    path("calls/<str:code>/design/<slug:kind>/add/", design_views.add, name="design_add"),
    path("calls/<str:code>/design/<slug:kind>/arrange/", design_views.arrange, name="design_arrange"),
    path("calls/<str:code>/design/<slug:kind>/of/<str:item>/", design_views.item, name="design_item"),
    path("calls/<str:code>/preview/<slug:reader>/", preview_views.preview, name="preview"),
    path("calls/<str:code>/manage/", manage_views.manage, name="manage"),
    path("calls/<str:code>/plan/", planning_views.planner, name="planner"),
    path("calls/<str:code>/dry-run/", dry_run_views.dry_run_page, name="dry_run"),
    path("calls/<str:code>/announce/", manage_views.announce, name="announce"),
    path("calls/<str:code>/notice/", manage_views.notice, name="notice"),
    path("calls/<str:code>/publish/", manage_views.publish, name="publish"),
    path("calls/<str:code>/correct/", manage_views.correct, name="correct"),
    path("calls/<str:code>/cancel/", manage_views.cancel, name="cancel"),
    path("calls/<str:code>/exceptions/", exception_views.exceptions, name="exceptions"),
    path(
        "calls/<str:code>/exceptions/<str:exception>/confirm/",
        exception_views.exception_confirm,
        name="exception_confirm",
    ),
    path(
        "calls/<str:code>/exceptions/<str:exception>/withdraw/",
        exception_views.exception_withdraw,
        name="exception_withdraw",
    ),
    path("calls/<str:code>/exceptions/<str:exception>/file/", exception_views.exception_file, name="exception_file"),
    path("calls/<str:code>/questions/", question_views.questions, name="questions"),
    path("calls/<str:code>/questions/export/", question_views.questions_export, name="questions_export"),
    path("calls/<str:code>/questions/of/<str:question>/", question_views.question, name="question"),
    path(
        "calls/<str:code>/questions/of/<str:question>/refuse/", question_views.question_refuse, name="question_refuse"
    ),
    path("questions/<str:ref>/confirm/<str:token>/", question_views.question_confirm, name="question_confirm"),
    path("calls/<str:code>/follow/", follow_views.follow_call, name="follow"),
    path("follow/", follow_views.follow_topic, name="follow_topic"),
    path("follow/<str:ref>/<str:token>/confirm/", follow_views.confirm, name="follow_confirm"),
    path("follow/<str:ref>/<str:token>/stop/", follow_views.stop, name="follow_stop"),
]
