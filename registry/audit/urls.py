from django.urls import path

from registry.audit.views import copies, entry, trail

app_name = "audit"
urlpatterns = [
    path("", trail.trail, name="trail"),
    path("<int:seq>/", entry.entry, name="entry"),
    path("of/<slug:kind>/<str:identifier>/", trail.timeline, name="timeline"),
    path("copies/", copies.copies, name="copies"),
    path("copy/", copies.copy, name="copy"),
]
