"""Routes of needs, below ``/p/<slug>/``."""

from __future__ import annotations

from django.urls import path

from securit.stages.needs.web import (
    act_views,
    data_views,
    desk_views,
    import_views,
    owner_views,
    public_views,
    theme_views,
)

app_name = "needs"
urlpatterns = [
    path("needs/", public_views.public, name="public"),
    path("needs/tell/", public_views.tell, name="tell"),
    path("needs/tell/sent/", public_views.sent, name="sent"),
    path("needs/tell/similar/", public_views.similar, name="similar"),
    path("needs/analysis/", public_views.analysis, name="analysis"),
    path("needs/mine/<str:ref>/key/<str:token>/", owner_views.mine, name="mine"),
    path("needs/mine/<str:ref>/key/<str:token>/confirm/", owner_views.confirm, name="confirm"),
    path("needs/mine/<str:ref>/key/<str:token>/edit/", owner_views.mine_edit, name="mine_edit"),
    path("needs/mine/<str:ref>/key/<str:token>/audience/", owner_views.mine_audience, name="mine_audience"),
    path("needs/mine/<str:ref>/key/<str:token>/data/", data_views.mine_data, name="mine_data"),
    path("needs/mine/<str:ref>/key/<str:token>/export/", data_views.mine_export, name="mine_export"),
    path("needs/desk/", desk_views.listing, name="list"),
    path("needs/desk/export/", desk_views.export, name="export"),
    path("needs/desk/record/", desk_views.record, name="record"),
    path("needs/desk/analysis/", desk_views.analysis, name="desk_analysis"),
    path("needs/desk/alike/", act_views.alike, name="alike"),
    path("needs/desk/need/<str:ref>/", desk_views.show, name="show"),
    path("needs/desk/need/<str:ref>/edit/", desk_views.edit, name="edit"),
    path("needs/desk/need/<str:ref>/audience/", desk_views.audience, name="audience"),
    path("needs/desk/need/<str:ref>/data/", data_views.data, name="data"),
    path("needs/desk/need/<str:ref>/accept/", act_views.accept, name="accept"),
    path("needs/desk/need/<str:ref>/decline/", act_views.decline, name="decline"),
    path("needs/desk/need/<str:ref>/reconsider/", act_views.reconsider, name="reconsider"),
    path("needs/desk/need/<str:ref>/merge/", act_views.merge, name="merge"),
    path("needs/desk/need/<str:ref>/apart/", act_views.apart, name="keep_apart"),
    path("needs/desk/need/<str:ref>/separate/", act_views.separate, name="separate"),
    path("needs/desk/need/<str:ref>/group/", act_views.group, name="group"),
    path("needs/desk/need/<str:ref>/ungroup/", act_views.ungroup, name="ungroup"),
    path("needs/import/", import_views.upload, name="import"),
    path("needs/import/<str:table>/", import_views.table, name="table"),
    path("needs/import/<str:table>/take/", import_views.take, name="take"),
    path("needs/import/<str:table>/stop/", import_views.stop_taking, name="stop_taking"),
    path("needs/import/<str:table>/discard/", import_views.discard, name="discard"),
    path("needs/import/<str:table>/errors/", import_views.errors, name="errors"),
    path("needs/themes/", theme_views.theme_list, name="themes"),
    path("needs/themes/begin/", theme_views.begin, name="begin_theme"),
    path("needs/themes/theme/<str:ref>/", theme_views.theme, name="theme"),
    path("needs/themes/theme/<str:ref>/edit/", theme_views.edit, name="edit_theme"),
    path("needs/themes/theme/<str:ref>/publish/", theme_views.publish, name="publish_theme"),
    path("needs/themes/theme/<str:ref>/withdraw/", theme_views.withdraw, name="withdraw_theme"),
]
