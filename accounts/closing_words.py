"""The questions of the small pages about an account's end."""

from django.utils.translation import gettext as _

from accounts.models import Account, Closing, ClosingKind, ClosingState
from accounts.rules.closing import takes_up_again
from registry.people.models import User

Words = dict[str, str]


def of_asking(account: Account) -> Words:
    title = _("Ask to close %(account)s?") % {"account": account.name}
    text = _("Communications plans it with you, or says why not. Until then nothing changes.")
    return {"title": title, "text": text, "action": _("Ask Communications")}


def of_planning(account: Account) -> Words:
    title = _("Plan the end of %(account)s") % {"account": account.name}
    text = _("It is used until its last day. After that nobody posts, and the steps lead to its end.")
    return {"title": title, "text": text, "action": _("Save the plan")}


def of_keeping(closing: Closing) -> Words:
    title = _("Where are the records of %(account)s kept?") % {"account": closing.account.name}
    text = _("Posts, messages and comments are public records. What is gone from the platform cannot be saved later.")
    return {"title": title, "text": text, "action": _("Records are kept there"), "back": closing.get_absolute_url()}


def of_the_end(closing: Closing) -> Words:
    name = {"account": closing.account.name}
    if closing.kind == ClosingKind.PARK:
        text = _("You hold its custody from now on, and its login must change. It can be used again later.")
        return {"title": _("Park %(account)s?") % name, "text": text, "action": _("Park it"), "done": _("Parked.")}
    text = _(
        "Nobody answers for it any more, its login is destroyed in 30 days, and a tombstone stays in the register."
    )
    return {
        "title": _("Retire %(account)s?") % name, "text": text, "action": _("Retire it"),
        "done": _("Retired. Its tombstone stays in the register."),
    }  # fmt: skip


def of_calling_off(closing: Closing, user: User) -> Words:
    name = {"account": closing.account.name}
    if takes_up_again(closing):
        text = _("It is active again. Offer its custody to somebody next.")
        return {"title": _("Use %(account)s again?") % name, "text": text, "action": _("Use it again")}
    if closing.state == ClosingState.ASKED and closing.asked_by_id != user.pk:
        text = _("%(name)s asked for it, and reads why not.") % {"name": closing.asked_by.name}
        return {"title": _("Keep %(account)s?") % name, "text": text, "action": _("Refuse to close it")}
    text = _("It is used as before.")
    title = _("Call off the end of %(account)s?") % name
    return {"title": title, "text": text, "action": _("Call it off"), "tone": "danger"}
