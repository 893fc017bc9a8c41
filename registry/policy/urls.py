"""Addresses of the policy room."""

from django.urls import path

from registry.policy import views

app_name = "policy"
urlpatterns = [
    path("", views.read, name="current"),
    path("publish/", views.publish, name="publish"),
    path("<int:number>/", views.older, name="version"),
]
