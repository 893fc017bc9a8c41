"""The addresses of requests (contract.md)."""

from django.urls import path

from approvals.views import (
    adopting,
    conditions,
    deciding,
    emergency,
    handles,
    lead_time,
    lists,
    offline,
    request,
    routes,
    talking,
    writing,
)  # fmt: skip

app_name = "approvals"
CONDITION = "<str:reference>/conditions/<int:condition>/"
urlpatterns = [
    path("", lists.my_requests, name="list"),
    path("new/", writing.new, name="new"),
    path("routes/", routes.all_routes, name="routes"),
    path("routes/<str:kind>/", routes.change, name="route"),
    path("adopt/<uuid:uuid>/", adopting.adopt, name="adopt"),
    path("lead-time/", lead_time.lead_times, name="lead_times"),
    path("<str:reference>/", request.page, name="request"),
    path("<str:reference>/edit/", writing.edit, name="edit"),
    path("<str:reference>/keep/", writing.keep, name="keep"),
    path("<str:reference>/handle/", handles.look, name="handle"),
    path("<str:reference>/check/", writing.check, name="check"),
    path("<str:reference>/sent/", writing.sent, name="sent"),
    path("<str:reference>/revise/", writing.revise, name="revise"),
    path("<str:reference>/withdraw/", writing.withdraw, name="withdraw"),
    path("<str:reference>/again/", writing.again, name="again"),
    path("<str:reference>/comment/", talking.comment, name="comment"),
    path("<str:reference>/offices/", talking.confer, name="confer"),
    path("<str:reference>/follow/", talking.follow, name="follow"),
    path("<str:reference>/unfollow/", talking.unfollow, name="unfollow"),
    path("<str:reference>/remind/", talking.remind, name="remind"),
    path("<str:reference>/take-over/", request.take_over, name="take_over"),
    path("<str:reference>/finish/", request.finish, name="finish"),
    path("<str:reference>/emergency/", emergency.approve, name="emergency"),
    path("<str:reference>/activate/", emergency.activate, name="activate"),
    path("<str:reference>/paper/<int:seat>/", offline.record, name="paper"),
    path("<str:reference>/scan/<int:decision>/", offline.scan, name="scan"),
    path("<str:reference>/objection/<int:decision>/", offline.objection, name="objection"),
    path("<str:reference>/settle/<int:decision>/", offline.settle, name="settle"),
    path(f"{CONDITION}done/", conditions.done, name="condition-done"),
    path(f"{CONDITION}confirm/", conditions.confirm, name="condition-confirm"),
    path(f"{CONDITION}waive/", conditions.waive, name="condition-waive"),
    path("<str:reference>/decide/<int:seat>/", deciding.decide, name="decide"),
    path("<str:reference>/decided/<int:seat>/", deciding.decided, name="decided"),
]
