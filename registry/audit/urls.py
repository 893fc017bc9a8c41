from django.urls import path

from registry.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.trail, name="trail"),
    path("copy/", views.copy, name="copy"),
]
