"""Routes of solutions, below ``/p/<slug>/``."""

from __future__ import annotations

from django.urls import path

from securit.stages.solutions.web import (
    catalogue_views,
    cordis_views,
    coverage_views,
    evidence_views,
    import_views,
    match_views,
    office_views,
    quality_views,
)

app_name = "solutions"
urlpatterns = [
    path("solutions/", catalogue_views.listing, name="list"),
    path("solutions/map/", catalogue_views.country_map, name="map"),
    path("solutions/compare/", catalogue_views.comparison, name="compare"),
    path("solutions/export/", catalogue_views.export, name="export"),
    path("solutions/coverage/", coverage_views.coverage_map, name="coverage"),
    path("solutions/coverage/<str:number>/", coverage_views.white_spot, name="white_spot"),
    path("challenges/<str:number>/solutions/", match_views.for_challenge, name="for_challenge"),
    path("solutions/matching/", quality_views.quality, name="quality"),
    path("solutions/office/judgements/", quality_views.judgements, name="judgements"),
    path("solutions/office/", office_views.desk, name="desk"),
    path("solutions/office/new/", office_views.enter, name="enter"),
    path("solutions/office/duplicates/", office_views.duplicates, name="duplicates"),
    path("solutions/office/claims/<str:claim>/", office_views.decide, name="decide"),
    path("solutions/office/cordis/", cordis_views.participants, name="cordis"),
    path("solutions/office/cordis/load/", cordis_views.load, name="cordis_load"),
    path("solutions/office/cordis/draft/", cordis_views.draft, name="cordis_draft"),
    path("solutions/office/import/", import_views.upload, name="import"),
    path("solutions/office/tables/<str:table>/", import_views.table, name="table"),
    path("solutions/office/tables/<str:table>/take/", import_views.take, name="take"),
    path("solutions/office/tables/<str:table>/stop/", import_views.stop_taking, name="stop_taking"),
    path("solutions/office/tables/<str:table>/discard/", import_views.discard, name="discard"),
    path("solutions/office/tables/<str:table>/errors/", import_views.errors, name="errors"),
    path("solutions/<str:ref>/", catalogue_views.show, name="show"),
    path("solutions/<str:ref>/edit/", office_views.edit, name="edit"),
    path("solutions/<str:ref>/publish/", office_views.publish, name="publish"),
    path("solutions/<str:ref>/verify/", office_views.verify, name="verify"),
    path("solutions/<str:ref>/confirm/", office_views.confirm, name="confirm"),
    path("solutions/<str:ref>/archive/", office_views.archive, name="archive"),
    path("solutions/<str:ref>/restore/", office_views.restore, name="restore"),
    path("solutions/<str:ref>/judge/", match_views.judge, name="judge"),
    path("solutions/<str:ref>/evidence/", evidence_views.attach, name="attach"),
    path("solutions/evidence/<str:file>/", evidence_views.evidence, name="evidence"),
    path("solutions/evidence/<str:file>/remove/", evidence_views.remove, name="remove_evidence"),
    path("solutions/<str:ref>/claim/", catalogue_views.claim, name="claim"),
]
