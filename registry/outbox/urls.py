from django.urls import path

from registry.outbox import views

app_name = "outbox"
urlpatterns = [
    path("", views.letters, name="letters"),
    path("<slug:name>/", views.letter, name="letter"),
]
