"""Addresses of the top floor."""

from django.urls import path

from desk import views

app_name = "desk"
urlpatterns = [path("", views.my_work, name="work")]
