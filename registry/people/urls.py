"""Addresses of the people room."""

from django.urls import path

from registry.people.views import calendar, changing, offices, own, reading, units

app_name = "people"
urlpatterns = [
    path("", reading.people, name="list"),
    path("powers/", reading.powers_page, name="powers"),
    path("invite/", changing.invite, name="invite"),
    path("units/new/", units.open_unit, name="unit_new"),
    path("calendar/", calendar.holidays, name="calendar"),
    path("calendar/add/", calendar.add_holiday, name="holiday_add"),
    path("calendar/paste/", calendar.paste_holidays, name="holiday_paste"),
    path("calendar/<int:pk>/remove/", calendar.remove_holiday, name="holiday_remove"),
    path("me/", own.own_details, name="me"),
    path("me/sign-out-everywhere/", own.sign_out_everywhere, name="sign_out_everywhere"),
    path("appointments/<int:pk>/end/", offices.end_appointment, name="end_appointment"),
    path("<uuid:pk>/", reading.person, name="person"),
    path("<uuid:pk>/edit/", changing.edit, name="edit"),
    path("<uuid:pk>/invite-again/", changing.invite_again, name="invite_again"),
    path("<uuid:pk>/appoint/", offices.appoint, name="appoint"),
    path("<uuid:pk>/sign-out/", changing.end_sessions, name="end_sessions"),
    path("<uuid:pk>/deactivate/", changing.deactivate, name="deactivate"),
    path("<uuid:pk>/reactivate/", changing.reactivate, name="reactivate"),
]
