"""Routes of screening, below ``/p/<slug>/``."""

from __future__ import annotations

from django.urls import path

from securit.stages.screening.web import act_views, alike_views, letters_views, sanctions_views, statistics_views, views

app_name = "screening"
urlpatterns = [
    path("calls/<str:code>/check/", views.listing, name="list"),
    path("calls/<str:code>/check/open/", views.open_check, name="open"),
    path("calls/<str:code>/check/clear/", views.clear_many, name="clear_many"),
    path("calls/<str:code>/check/export/", views.export, name="export"),
    path("calls/<str:code>/check/letters/", letters_views.letters, name="letters"),
    path("calls/<str:code>/check/reasons/", statistics_views.statistics, name="statistics"),
    path("sanctions-list/", sanctions_views.sanctions_list, name="sanctions"),
    path("check/<str:ref>/", views.show, name="show"),
    path("check/<str:ref>/alike/<str:number>/", alike_views.side_by_side, name="alike"),
    path("check/<str:ref>/settle/", act_views.settle, name="settle"),
    path("check/<str:ref>/run/", act_views.evaluate, name="evaluate"),
    path("check/<str:ref>/clear/", act_views.clear, name="clear"),
    path("check/<str:ref>/ask/", act_views.ask, name="ask"),
    path("check/<str:ref>/notice/", act_views.notice, name="notice"),
    path("check/<str:ref>/letter/<str:result>/", letters_views.letter_pdf, name="letter"),
    path("check/<str:ref>/propose/", act_views.propose, name="propose"),
    path("check/<str:ref>/confirm/", act_views.confirm, name="confirm"),
    path("check/<str:ref>/reopen/", act_views.reopen, name="reopen"),
    path("check/<str:ref>/answer/", act_views.answer, name="answer"),
]
