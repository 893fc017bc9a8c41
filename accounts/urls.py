"""Addresses of the register: one for each verb."""

from django.urls import path

from accounts.views import custody, deposits, reading, reveals, roles, setup

app_name = "accounts"
ONE = "<uuid:uuid>/"
urlpatterns = [
    path("", reading.register, name="list"),
    path("check/", reading.check, name="check"),
    path(ONE, reading.account, name="account"),
    path(f"{ONE}history/", reading.history, name="history"),
    path(f"{ONE}tasks/<slug:code>/", setup.task, name="task"),
    path(f"{ONE}deposit/", deposits.deposit, name="deposit"),
    path(f"{ONE}verify/", deposits.verify, name="verify"),
    path(f"{ONE}refuse/", deposits.refuse, name="refuse"),
    path(f"{ONE}reveal/", reveals.reveal, name="reveal"),
    path(f"{ONE}reveal/<uuid:act>/extend/", reveals.extend, name="reveal-extend"),
    path(f"{ONE}reveal/<uuid:act>/code/", reveals.code, name="reveal-code"),
    path(f"{ONE}reveal/<uuid:act>/worked/", reveals.worked, name="reveal-worked"),
    path(f"{ONE}secrets/<slug:field>/<int:slot>/reveal/", reveals.reveal_one, name="reveal-one"),
    path(f"{ONE}custody/accept/", custody.accept, name="custody-accept"),
    path(f"{ONE}custody/decline/", custody.decline, name="custody-decline"),
    path(f"{ONE}custody/offer/", custody.offer, name="custody-offer"),
    path(f"{ONE}roles/", roles.roles, name="roles"),
    path(f"{ONE}roles/<int:role>/prove/", roles.prove, name="role-prove"),
    path(f"{ONE}roles/<int:role>/end/", roles.end, name="role-end"),
]
