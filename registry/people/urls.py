"""Addresses of the people room."""

from django.urls import path

from registry.people.views import (
    absences,
    appointments,
    calendar,
    changing,
    disposals,
    offices,
    own,
    proposals,
    reading,
    units,
)

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
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/<int:pk>/", proposals.proposal, name="proposal"),
    path("proposals/<int:pk>/sign/", proposals.sign, name="sign_proposal"),
    path("proposals/<int:pk>/agree/", disposals.agree, name="agree_disposal"),
    path("proposals/<int:pk>/withdraw/", proposals.withdraw_proposal, name="withdraw_proposal"),
    path("absences/<int:pk>/end/", absences.end_absence, name="end_absence"),
    path("appointments/<int:pk>/", appointments.appointment, name="appointment"),
    path("appointments/<int:pk>/propose-end/", proposals.propose_end, name="propose_end"),
    path("appointments/<int:pk>/end/", offices.end_appointment, name="end_appointment"),
    path("<uuid:pk>/", reading.person, name="person"),
    path("<uuid:pk>/edit/", changing.edit, name="edit"),
    path("<uuid:pk>/invite-again/", changing.invite_again, name="invite_again"),
    path("<uuid:pk>/appoint/", offices.appoint, name="appoint"),
    path("<uuid:pk>/propose/", proposals.propose, name="propose"),
    path("<uuid:pk>/away/", absences.away, name="away"),
    path("<uuid:pk>/sign-out/", changing.end_sessions, name="end_sessions"),
    path("<uuid:pk>/deactivate/", changing.deactivate, name="deactivate"),
    path("<uuid:pk>/reactivate/", changing.reactivate, name="reactivate"),
]
