"""The address of a link for handing in; promised in the contract, and in no access log."""

from django.urls import path

from accounts.views.leaving import drop

urlpatterns = [path("<str:token>", drop, name="drop")]
