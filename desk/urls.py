"""Addresses of the top floor."""

from django.urls import path

from desk import views
from desk.leaving import views as leaving
from desk.overview import views as overview
from desk.records import data
from desk.records import views as records
from desk.reports.views import reading as reports
from desk.reports.views import telling
from desk.saved import views as saved
from desk.search import views as search

app_name = "desk"
urlpatterns = [
    path("", views.my_work, name="work"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<slug:slug>/", reports.report, name="report"),
    path("reports/<slug:slug>/file/", reports.file, name="report-file"),
    path("reports/<slug:slug>/letter/", telling.tell, name="report-letter"),
    path("reports/letters/<uuid:uuid>/stop/", telling.stop, name="report-stop"),
    path("search/", search.search, name="search"),
    path("search/suggest/", search.suggest, name="suggest"),
    path("keyboard/", views.keyboard, name="keyboard"),
    path("views/", saved.views, name="views"),
    path("views/save/<slug:code>/", saved.save, name="view-save"),
    path("views/<uuid:uuid>/change/", saved.change, name="view-change"),
    path("views/<uuid:uuid>/remove/", saved.remove, name="view-remove"),
    path("views/<uuid:uuid>/begin/", saved.begin, name="view-begin"),
    path("views/<uuid:uuid>/everything/", saved.begin_with_everything, name="view-begin-with-everything"),
    path("overview/", overview.page, name="overview"),
    path("overview/figures.csv", overview.as_list, name="overview-csv"),
    path("overview/figures.xlsx", overview.as_workbook, name="overview-xlsx"),
    path("overview/<slug:what>/", overview.listing, name="overview-list"),
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
