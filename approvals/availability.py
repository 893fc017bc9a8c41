"""Whether a handle can be asked for, in one line while it is typed: what the form would say of it when it is sent.

It tells no more than the register shows to everybody on staff, and of another's request not which it is.
"""

from dataclasses import dataclass

from django.core.cache import cache
from django.utils.translation import gettext as _

from accounts.models import Platform
from accounts.rules import recognise
from accounts.rules.found_moves import is_adoptable
from approvals import checks, handles, history, rules
from approvals.models import Request
from registry import clock
from registry.people.models import User
from registry.people.refusal import Refused

#: So many answers a person gets in so many seconds: more than anybody types, too few to try out a list.
MOST, WHILE = 60, 600


@dataclass(frozen=True)
class Availability:
    """The answer: ``state`` in a word (free, taken, formerly, impostor, unfit, wait; empty where nothing was asked),
    the sentence, and where it leads on.
    """

    state: str = ""
    said: str = ""
    url: str = ""
    action: str = ""

    @property
    def tone(self) -> str:
        """How the note is drawn."""
        return "ok" if self.state == "free" else "warn"


def check_may_look(request: Request, user: User) -> None:
    """Raise `Refused` unless this person writes the request."""
    if user.pk != request.requester_id:
        raise Refused(_("Only the person who asked may change the request."), rule="domain.md: who may do what")


def one_too_many(user: User) -> bool:
    """Count one more question of this person; whether that is more than they get an answer to for now.

    What is sent is looked at in any case, so nobody is kept from asking for an account.
    """
    key = f"handles-looked-up:{user.pk}:{int(clock.now().timestamp()) // WHILE}"
    asked = cache.get(key, 0) + 1
    cache.set(key, asked, WHILE)
    return bool(asked > MOST)


def wait() -> Availability:
    """The answer to one question too many."""
    return Availability("wait", _("You have looked up many handles. Go on: it is looked at when you send the request."))


def of(request: Request, platform: Platform | None, text: str) -> Availability:
    """What the form would say of this handle or address; never raises, whatever the text."""
    if not text.strip() or platform is None:
        return Availability()
    found = recognise.recognise(text, platform)
    unfit = handles.unfit(text, platform, found)
    if found is None or unfit:
        return Availability("unfit", unfit)
    personal = checks.personal(found, display_name=request.display_name, people=(request.requester, request.custodian))
    if personal:
        return Availability("unfit", personal)
    taken = checks.taken(found, apart_from=request, visible=rules.visible_to(request.requester))
    if taken:
        return Availability(taken.mark, taken.sentence, taken.url, taken.action)
    there = recognise.twin(found.platform, found.key)
    if is_adoptable(there):
        return Availability("free", _("It is on the adoption desk, as not ours: with this request it is adopted."))
    return Availability("free", " ".join([_free(found), *_beside(request, found)]))


def _free(found: recognise.Recognised) -> str:
    words = {"handle": found.platform.written(found.handle), "platform": found.platform.name}
    return _("Nobody here has or asks for %(handle)s on %(platform)s.") % words


def _beside(request: Request, found: recognise.Recognised) -> list[str]:
    """What stands beside a free handle: a decline of the same, and an account that is close to it."""
    said = []
    if history.declined_handle(found.platform.pk, found.key).exclude(pk=request.pk).exists():
        said.append(_("It was declined before; you are asked what is different now."))
    near = recognise.similar(request.unit, found.handle, most=1) if request.unit else []
    if near and not near[0].items.filter(request=request).exists():
        words = {"account": near[0].trail_label, "unit": near[0].unit.name}
        said.append(_("Close to %(account)s of %(unit)s. That is fine for the same team.") % words)
    return said
