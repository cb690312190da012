"""Addresses of teams, vacancies and the public check, below ``/p/<slug>/``."""

from __future__ import annotations

from django.urls import path

from securit.stages.matchmaking.web import check, invitations, members, options, papers, teams, vacancies

app_name = "teams"
urlpatterns = [
    path("check/", check.check, name="check"),
    path("vacancies/", vacancies.listing, name="vacancies"),
    path("vacancies/<str:ref>/", vacancies.vacancy_page, name="vacancy"),
    path("teams/", teams.mine, name="mine"),
    path("teams/form/", teams.form, name="form"),
    path("teams/invitation/<str:token>/", invitations.invitation, name="invitation"),
    path("teams/link/<str:token>/", invitations.by_link, name="link"),
    path("teams/<str:ref>/", teams.show, name="show"),
    path("teams/<str:ref>/option/<str:option>/", options.option_page, name="option"),
    path("teams/<str:ref>/invite/", members.invite, name="invite"),
    path("teams/<str:ref>/member/<str:member>/", members.member_page, name="member"),
    path("teams/<str:ref>/places/", vacancies.places, name="places"),
    path("teams/<str:ref>/files/", papers.files, name="files"),
    path("teams/<str:ref>/files/<str:file>/", papers.file, name="file"),
    path("teams/<str:ref>/notes/", papers.notes, name="notes"),
    path("teams/<str:ref>/settings/", teams.settings, name="settings"),
]
