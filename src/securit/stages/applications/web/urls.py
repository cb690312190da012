"""Addresses of applications, below ``/p/<slug>/``."""

from __future__ import annotations

from django.urls import path

from securit.stages.applications.web import (
    discarding,
    drafts,
    office,
    papers,
    receipts,
    self_check,
    sign_offs,
    sizes,
    submissions,
    team,
    team_panels,
)

app_name = "applications"
urlpatterns = [
    path("applications/", drafts.mine, name="mine"),
    path("applications/join/<str:token>/", sign_offs.join, name="join"),
    path("applications/sign-off/<str:token>/", sign_offs.sign_off_page, name="sign_off"),
    path("applications/<str:ref>/", drafts.overview, name="edit"),
    path("applications/<str:ref>/part/<slug:section>/", drafts.section, name="section"),
    path("applications/<str:ref>/part/<slug:section>/autosave/", drafts.autosave, name="autosave"),
    path("applications/<str:ref>/part/<slug:section>/file/", drafts.remove, name="remove_file"),
    path("applications/<str:ref>/file/<str:file>/", drafts.draft_file, name="draft_file"),
    path("applications/<str:ref>/team/", team.team_page, name="team"),
    path("applications/<str:ref>/team/<str:member>/", team.member_page, name="member"),
    path("applications/<str:ref>/team/<str:member>/size/", sizes.size_page, name="size"),
    path("applications/<str:ref>/follow-team/", team_panels.follow, name="follow_team"),
    path("teams/<str:ref>/apply/", team_panels.open_application, name="open_as_team"),
    path("applications/<str:ref>/share/", team.share, name="share"),
    path("applications/<str:ref>/discard/", discarding.discard, name="discard"),
    path("applications/<str:ref>/stop-writing/", discarding.stop, name="stop_writing"),
    path("applications/<str:ref>/submit/", submissions.submit, name="submit"),
    path("applications/<str:ref>/withdraw/", submissions.withdraw, name="withdraw"),
    path("applications/<str:ref>/receipt/<int:number>/", receipts.receipt_page, name="receipt"),
    path("applications/<str:ref>/receipt/<int:number>/json/", receipts.receipt_json, name="receipt_json"),
    path("applications/<str:ref>/receipt/<int:number>/pdf/", receipts.receipt_pdf, name="receipt_pdf"),
    path("applications/<str:ref>/pdf/", papers.draft_pdf, name="draft_pdf"),
    path("applications/<str:ref>/receipt/<int:number>/application/", papers.version_pdf, name="version_pdf"),
    path("applications/<str:ref>/read/pdf/", papers.read_pdf, name="read_pdf"),
    path("applications/<str:ref>/read/", office.show, name="show"),
    path("applications/<str:ref>/read/file/<str:sha256>/", office.version_file, name="file"),
    path("calls/<str:code>/form/", papers.blank_form, name="blank_form"),
    path("calls/<str:code>/self-check/", self_check.self_check, name="self_check"),
    path("calls/<str:code>/apply/", drafts.start, name="start"),
    path("calls/<str:code>/applications/", office.listing, name="list"),
    path("calls/<str:code>/applications/export/", office.export, name="export"),
]
