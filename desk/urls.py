"""Addresses of the top floor."""

from django.urls import path

from desk import views
from desk.leaving import views as leaving
from desk.records import data
from desk.records import views as records
from desk.reports import views as reports

app_name = "desk"
urlpatterns = [
    path("", views.my_work, name="work"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<slug:slug>/", reports.report, name="report"),
    path("reports/<slug:slug>/file/", reports.file, name="report-file"),
    path("records/", records.disclosures, name="records"),
    path("records/new/", records.begin, name="disclosure-new"),
    path("records/<uuid:uuid>/", records.disclosure, name="disclosure"),
    path("records/<uuid:uuid>/texts/", records.texts, name="disclosure-texts"),
    path("records/<uuid:uuid>/file/", records.file, name="disclosure-file"),
    path("people/me/data/", data.own_data, name="own-data"),
    path("people/me/data/file/", data.own_file, name="own-data-file"),
    path("people/<uuid:pk>/data/", data.of_person, name="data"),
    path("people/<uuid:pk>/data/file/", data.file_of_person, name="data-file"),
    path("people/<uuid:pk>/leaving/", leaving.leaving, name="leaving"),
    path("people/<uuid:pk>/leaving/on/", leaving.last_day, name="last-day"),
    path("people/<uuid:pk>/leaving/now/", leaving.leave_now, name="leave-now"),
    path("people/<uuid:pk>/leaving/dismissed/", leaving.dismiss, name="dismiss"),
    path("people/<uuid:pk>/leaving/take-back/", leaving.take_back, name="take-back"),
]
