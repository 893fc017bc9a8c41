"""Addresses of the register: one for each verb."""

from django.urls import path

from accounts.views import (
    authorizations,
    card,
    custody,
    deposits,
    drills,
    posting,
    reading,
    reveals,
    roles,
    rotations,
    setup,
)

app_name = "accounts"
ONE = "<uuid:uuid>/"
UNIT = "units/<int:unit>/posters/"
urlpatterns = [
    path("", reading.register, name="list"),
    path("check/", reading.check, name="check"),
    path("card/", card.card, name="card"),
    path("card/<str:token>/", card.check_card, name="card-check"),
    path("authorizations/", authorizations.authorizations, name="authorizations"),
    path("authorizations/<uuid:uuid>/", authorizations.authorization, name="authorization"),
    path("authorizations/<uuid:uuid>/revoke/", authorizations.revoke_authorization, name="authorization-revoke"),
    path("drills/", drills.drills, name="drills"),
    path("drills/plan/", drills.plan, name="drill-plan"),
    path(UNIT, posting.posters, name="unit-posters"),
    path(f"{UNIT}propose/", posting.propose, name="unit-propose-poster"),
    path(f"{UNIT}designate/", posting.designate, name="unit-designate-poster"),
    path("posters/<uuid:poster>/accept/", posting.accept, name="poster-accept"),
    path("posters/<uuid:poster>/refuse/", posting.refuse, name="poster-refuse"),
    path("posters/<uuid:poster>/revoke/", posting.revoke, name="poster-revoke"),
    path("rotations/<uuid:uuid>/", rotations.rotation, name="rotation"),
    path(ONE, reading.account, name="account"),
    path(f"{ONE}posters/", posting.posters, name="posters"),
    path(f"{ONE}posters/propose/", posting.propose, name="propose-poster"),
    path(f"{ONE}posters/designate/", posting.designate, name="designate-poster"),
    path(f"{ONE}history/", reading.history, name="history"),
    path(f"{ONE}ways-in/", drills.ways_in, name="ways-in"),
    path(f"{ONE}drill/", drills.drill, name="drill"),
    path(f"{ONE}drill/start/", drills.start, name="drill-start"),
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
