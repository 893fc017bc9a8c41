"""What a key that became known means for people: new second factors, or everybody signed out. From the command line."""

from collections.abc import Collection

from allauth.usersessions.models import UserSession
from django.db.models import F

from registry import audit, outbox, stores
from registry.audit import Event
from registry.people.models import User


@audit.act()
def ask_for_new_factors(kid: str, *, people: Collection[User], by: User | None, reference: str = "") -> int:
    """Write to these people that their second factor is to be made anew, once about each key; how many letters."""
    key = stores.KeyName(kid)
    to = {f"factor_known:{kid}:{person.pk}": person for person in people}
    facts = {"people": len(people)}
    audit.record(Event.KEY_EXPOSED, by=by, on=key, kid=kid, after=facts, reference=reference)
    return outbox.post_all("people/factor_known", to=to, about=key)


@audit.act()
def end_all_sessions(*, by: User | None, reference: str = "") -> int:
    """Sign everybody out, as of their next request; how many were signed in."""
    signed_in = list(UserSession.objects.select_related("user"))
    User.objects.update(session_round=F("session_round") + 1)
    for session in signed_in:
        session.end()
    audit.record(Event.SESSIONS_ENDED, by=by, after={"sessions": len(signed_in)}, reference=reference)
    return len(signed_in)
