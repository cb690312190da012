"""Routes of matchmaking, below ``/p/<slug>/``."""

from __future__ import annotations

from django.urls import path

from securit.stages.matchmaking.web import (
    directory_views,
    introduction_views,
    office_views,
    open_views,
    profile_views,
    stored_views,
)

app_name = "matchmaking"
urlpatterns = [
    path("profiles/", directory_views.profiles, name="profiles"),
    path("profiles/export/", directory_views.export, name="profiles_export"),
    path("profiles/mine/", profile_views.mine, name="mine"),
    path("profiles/new/", profile_views.begin, name="begin"),
    path("profiles/new/organisation/", profile_views.register, name="register"),
    path("profiles/stored/", stored_views.stored, name="stored"),
    path("profiles/stored/file/", stored_views.stored_file, name="stored_file"),
    path("profiles/stored/mails/", stored_views.mails, name="mails"),
    path("profiles/office/", office_views.ecosystem, name="ecosystem"),
    path("profiles/office/introduce/", office_views.introduce, name="introduce"),
    path("profiles/office/abuse/", office_views.reports, name="reports"),
    path("profiles/office/abuse/<str:report>/", office_views.answer, name="answer_report"),
    path("profiles/<str:ref>/", directory_views.profile, name="profile"),
    path("profiles/<str:ref>/edit/", profile_views.edit, name="edit"),
    path("profiles/<str:ref>/publish/", profile_views.publish, name="publish"),
    path("profiles/<str:ref>/withdraw/", profile_views.withdraw, name="withdraw_profile"),
    path("profiles/<str:ref>/suspend/", profile_views.suspend, name="suspend"),
    path("profiles/<str:ref>/reinstate/", profile_views.reinstate, name="reinstate"),
    path("profiles/<str:ref>/shut-out/", profile_views.shut_out_one, name="shut_out"),
    path("profiles/<str:ref>/let-in/", profile_views.let_in_one, name="let_in"),
    path("profiles/<str:ref>/suggestions/", profile_views.suggestions, name="suggestions"),
    path("profiles/<str:ref>/interest/", directory_views.interest, name="interest"),
    path("profiles/<str:ref>/report/", directory_views.report, name="report"),
    path("introductions/<str:ref>/", introduction_views.introduction, name="introduction"),
    path("introductions/<str:ref>/accept/", introduction_views.accept, name="accept"),
    path("introductions/<str:ref>/decline/", introduction_views.decline, name="decline"),
    path("introductions/<str:ref>/withdraw/", introduction_views.withdraw, name="withdraw"),
    path("introductions/<str:ref>/share/", introduction_views.share, name="share"),
    path("introductions/<str:ref>/unshare/", introduction_views.unshare, name="unshare"),
    path("introductions/<str:ref>/end/", introduction_views.end, name="end"),
    path("introductions/<str:ref>/report/", introduction_views.report, name="report_conversation"),
    path("notices/<str:ref>/stop/<str:token>/", open_views.notices, name="notices"),
    path("welcome/<str:code>/", open_views.welcome, name="welcome"),
    path("calls/<str:code>/card/", open_views.card, name="card"),
]
