"""Addresses of the top floor."""

from django.urls import path

from desk import views
from desk.leaving import views as leaving
from desk.reports import views as reports

app_name = "desk"
urlpatterns = [
    path("", views.my_work, name="work"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<slug:slug>/", reports.report, name="report"),
    path("reports/<slug:slug>/file/", reports.file, name="report-file"),
    path("people/<uuid:pk>/leaving/", leaving.leaving, name="leaving"),
    path("people/<uuid:pk>/leaving/on/", leaving.last_day, name="last-day"),
    path("people/<uuid:pk>/leaving/now/", leaving.leave_now, name="leave-now"),
    path("people/<uuid:pk>/leaving/dismissed/", leaving.dismiss, name="dismiss"),
    path("people/<uuid:pk>/leaving/take-back/", leaving.take_back, name="take-back"),
]
