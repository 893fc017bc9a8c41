"""Addresses of how long the trail is kept: one for each verb."""

from django.urls import path

from accounts.views import trail_holds, trail_keeping

app_name = "keeping"
urlpatterns = [
    path("", trail_keeping.home, name="home"),
    path("schedule/", trail_keeping.schedule, name="schedule"),
    path("hold/", trail_holds.place, name="hold"),
    path("holds/<int:hold>/lift/", trail_holds.lift, name="hold-lift"),
    path("dispose/", trail_keeping.dispose, name="dispose"),
]
