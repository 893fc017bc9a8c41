"""Addresses of the top floor."""

from django.urls import path

from desk import views
from desk.leaving import views as leaving
from desk.overview import views as overview

app_name = "desk"
urlpatterns = [
    path("", views.my_work, name="work"),
    path("overview/", overview.page, name="overview"),
    path("overview/figures.csv", overview.as_list, name="overview-csv"),
    path("overview/figures.xlsx", overview.as_workbook, name="overview-xlsx"),
    path("overview/<slug:what>/", overview.listing, name="overview-list"),
    path("people/<uuid:pk>/leaving/", leaving.leaving, name="leaving"),
    path("people/<uuid:pk>/leaving/on/", leaving.last_day, name="last-day"),
    path("people/<uuid:pk>/leaving/now/", leaving.leave_now, name="leave-now"),
    path("people/<uuid:pk>/leaving/dismissed/", leaving.dismiss, name="dismiss"),
    path("people/<uuid:pk>/leaving/take-back/", leaving.take_back, name="take-back"),
]
