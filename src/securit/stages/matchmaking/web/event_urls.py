"""Routes of events and brokerage days, below ``/p/<slug>/``."""

from __future__ import annotations

from django.urls import path

from securit.stages.matchmaking.web import event_views, host_views, meeting_views, next_step, timetable_views

app_name = "events"
urlpatterns = [
    path("events/", event_views.listing, name="list"),
    path("events/calendar.ics", event_views.calendar_of_all, name="calendar_of_all"),
    path("events/mine/", event_views.mine, name="mine"),
    path("events/new/", host_views.plan, name="plan"),
    path("events/<str:ref>/", event_views.show, name="show"),
    path("events/<str:ref>/calendar.ics", event_views.as_calendar, name="calendar"),
    path("events/<str:ref>/register/", event_views.register, name="register"),
    path("events/<str:ref>/withdraw/", event_views.withdraw, name="withdraw"),
    path("events/<str:ref>/material/<str:material>/", event_views.material, name="material"),
    path("events/<str:ref>/edit/", host_views.edit, name="edit"),
    path("events/<str:ref>/step/", host_views.step, name="step"),
    path("events/<str:ref>/people/", host_views.people, name="people"),
    path("events/<str:ref>/people/decide/", host_views.decide, name="decide"),
    path("events/<str:ref>/people/table.csv", host_views.people_table, name="people_table"),
    path("events/<str:ref>/materials/", host_views.materials, name="materials"),
    path("events/<str:ref>/materials/remove/", host_views.remove, name="remove"),
    path("events/<str:ref>/arrange/", timetable_views.arrange, name="arrange"),
    path("events/<str:ref>/timetable/", timetable_views.timetable, name="timetable"),
    path("events/<str:ref>/timetable/step/", timetable_views.step, name="timetable_step"),
    path("events/<str:ref>/timetable/cards.pdf", timetable_views.cards, name="cards"),
    path("events/<str:ref>/board/", timetable_views.board, name="board"),
    path("events/<str:ref>/board/disturb/", timetable_views.disturb, name="disturb"),
    path("events/<str:ref>/meetings/", meeting_views.people, name="meetings"),
    path("events/<str:ref>/meetings/availability/", meeting_views.availability, name="availability"),
    path("events/<str:ref>/meetings/answer/", meeting_views.answer, name="answer"),
    path("events/<str:ref>/meetings/ask/<str:person>/", meeting_views.ask, name="ask"),
    path("events/<str:ref>/agenda/", meeting_views.agenda, name="agenda"),
    path("events/<str:ref>/agenda/<str:meeting>/", meeting_views.note, name="note"),
    path("events/<str:ref>/agenda/<str:meeting>/next/", next_step.next_step, name="next"),
    path("agendas/<str:ref>/secret/<str:token>/calendar.ics", meeting_views.feed, name="feed"),
]
