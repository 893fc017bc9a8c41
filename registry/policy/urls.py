"""Addresses of the policy room."""

from django.urls import path

from registry.policy.views import publishing, reading, reporting

app_name = "policy"
urlpatterns = [
    path("", reading.read, name="current"),
    path("publish/", publishing.publish, name="publish"),
    path("changes/", reading.changes, name="changes"),
    path("report/", reporting.report, name="report"),
    path("report/download/", reporting.download, name="download"),
    path("report/<uuid:pk>/paper/", reporting.paper, name="paper"),
    path("<int:number>/", reading.older, name="version"),
]
