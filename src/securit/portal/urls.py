"""Routes of the portal. What stands above ``p/`` belongs to no programme."""

from __future__ import annotations

from django.urls import path

from securit.portal.views import demo, meetings, partner_staff, provenance, public, recommendations, work

app_name = "portal"
urlpatterns = [
    path("", public.front, name="front"),
    path("healthz", public.healthz, name="healthz"),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("trust/", public.trust, name="trust"),
    path(".well-known/securit-key.pem", public.signing_key, name="signing_key"),
    path("privacy/", public.privacy, name="privacy"),
    path("work/", work.work, name="work"),
    path("demo/", demo.demo_people, name="demo_people"),
    path("demo/enter/", demo.demo_enter, name="demo_enter"),
    path("demo/move/", demo.demo_move, name="demo_move"),
    path("demo/mail/", demo.demo_mail, name="demo_mail"),
    path("p/<slug:slug>/", public.programme, name="programme"),
    path("p/<slug:slug>/partners/", public.partners, name="partners"),
    path("p/<slug:slug>/calendar/", public.show_calendar, name="calendar"),
    path("p/<slug:slug>/sources/", public.sources, name="sources"),
    path("p/<slug:slug>/provenance/<str:number>/", provenance.show_provenance, name="provenance"),
    path("p/<slug:slug>/work/", work.home, name="home"),
    path("p/<slug:slug>/figures/", work.figures, name="figures"),
    path("p/<slug:slug>/figures/export.csv", work.funnel_export, name="funnel_export"),
    path("p/<slug:slug>/figures/meetings/", meetings.meetings, name="meetings"),
    path("p/<slug:slug>/figures/meetings.csv", meetings.meetings_table, name="meetings_table"),
    path("p/<slug:slug>/trail/", work.trail, name="trail"),
    path("p/<slug:slug>/recommendations/", recommendations.recommendations, name="recommendations"),
    path(
        "p/<slug:slug>/recommendations/<str:ref>/<str:part>.json",
        recommendations.recommendation_file,
        name="recommendation_file",
    ),
    path("p/<slug:slug>/roles/", work.roles, name="roles"),
    path("p/<slug:slug>/partner-staff/", partner_staff.partner_staff, name="partner_staff"),
    path("p/<slug:slug>/partner-staff/<str:ref>/end/", partner_staff.end_partner_staff, name="end_partner_staff"),
    path("p/<slug:slug>/roles/<str:ref>/end/", work.end, name="end_role"),
]
