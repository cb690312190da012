"""Routes of challenges and workshops, below ``/p/<slug>/``."""

from __future__ import annotations

from django.urls import path

from securit.stages.challenges.web import (
    attendance,
    drafting,
    host,
    materials,
    minutes,
    origins,
    registrations,
    room,
    views,
    workshops,
)

app_name = "challenges"
urlpatterns = [
    path("challenges/", views.challenge_list, name="list"),
    path("challenges/draft/new/", drafting.draft, name="draft"),
    path("challenges/<str:number>/", views.show, name="show"),
    path("challenges/<str:number>/edit/", views.edit, name="edit"),
    path("challenges/<str:number>/ethics/", views.assess, name="assess"),
    path("challenges/<str:number>/needs/", origins.origins, name="origins"),
    path("challenges/<str:number>/propose/", views.propose, name="propose"),
    path("challenges/<str:number>/validate/", views.validate, name="validate"),
    path("challenges/<str:number>/publish/", views.publish, name="publish"),
    path("workshops/", workshops.listing, name="workshops"),
    path("workshops/new/", workshops.plan, name="plan"),
    path("workshops/<str:ref>/", workshops.show, name="workshop"),
    path("workshops/<str:ref>/edit/", workshops.edit, name="edit_workshop"),
    path("workshops/<str:ref>/step/", workshops.step, name="step"),
    path("workshops/<str:ref>/vote/", workshops.new_vote, name="new_vote"),
    path("workshops/<str:ref>/host/", host.screen_page, name="host"),
    path("workshops/<str:ref>/host/live/", host.live, name="host_live"),
    path("workshops/<str:ref>/host/act/", host.act, name="host_act"),
    path("workshops/<str:ref>/results/<int:number>/", workshops.result, name="result"),
    path("workshops/<str:ref>/minutes/", minutes.edit, name="minutes"),
    path("workshops/<str:ref>/minutes/pdf/", minutes.as_pdf, name="minutes_pdf"),
    path("workshops/<str:ref>/register/", registrations.ask, name="register"),
    path("workshops/<str:ref>/register/sent/", registrations.sent, name="register_sent"),
    path("workshops/<str:ref>/people/", attendance.listing, name="registrations"),
    path("workshops/<str:ref>/people/invite/", attendance.invite, name="invite"),
    path("workshops/<str:ref>/people/withdraw/", attendance.take_out, name="take_out"),
    path("workshops/<str:ref>/people/export/", attendance.export, name="attendance"),
    path("workshops/<str:ref>/materials/", materials.edit, name="materials"),
    path("workshops/materials/<str:material>/", materials.download, name="material"),
    path("registrations/<str:registration>/link/<str:token>/", registrations.mine, name="registration"),
    path("rooms/<str:ref>/", room.page, name="room"),
    path("rooms/<str:ref>/join/", room.join, name="join"),
    path("rooms/<str:ref>/pulse/", room.pulse, name="pulse"),
    path("rooms/<str:ref>/comment/", room.comment, name="comment"),
    path("rooms/<str:ref>/ballot/<int:number>/", room.vote, name="ballot"),
    path("rooms/<str:ref>/ballots/<int:number>/", room.ballots, name="ballots"),
]
