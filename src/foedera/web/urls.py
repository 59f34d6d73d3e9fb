"""The addresses of the pages."""

from __future__ import annotations

from django.urls import path

from foedera.web import views

urlpatterns = [
    path("", views.agreements, name="home"),
    path("agreements/<str:family>/<str:slug>/", views.agreement, name="agreement"),
    path("parties/", views.parties, name="parties"),
    path("parties/<str:code>/", views.party, name="party"),
    path("what-if/", views.what_if, name="what-if"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/feed.ics", views.calendar_feed, name="calendar-feed"),
    path("between/", views.between, name="between"),
]
handler404 = "foedera.web.views.not_found"
