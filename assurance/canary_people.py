"""Somebody is invited, sets a password, enrolls a second factor, mistypes, and forgets the password (D8)."""

import quopri
import re

from assurance import canary_values as values
from assurance.canary_stage import Actor, NotPlayedError, Stage
from assurance.world import code_from

EMAIL = f"wren.canary@{values.DOMAIN}"
LINK = re.compile(r"https://[^/\s]+(/sign-in/password/reset/key/([^/\s]+)/)")
SHOWN_SEED = re.compile(r"\b[A-Z2-7]{32}\b")
SHOWN_CODE = re.compile(r"\b[0-9a-f]{8}\b")


def come_in(stage: Stage) -> None:
    """Somebody is invited, sets a password, enrolls a second factor, and forgets the password."""
    unit = str(stage.cast.units.athletics.pk)
    sysadmin = stage.browser("sysadmin")
    sysadmin.do("/people/invite/", email=EMAIL, name="Wren Canary", title="Coach", unit=unit, language="en")
    guest = Actor(stage, "newcomer")
    _set_password(stage, guest, "invitation link", "sign-in password")
    guest.see("/sign-in/login/")
    guest.do("/sign-in/login/", 200, login=EMAIL, password=stage.value("wrong sign-in password"))
    guest.do("/sign-in/login/", login=EMAIL, password=stage.value("sign-in password"))
    _enroll(stage, guest)
    forgetful = Actor(stage, "nobody")
    forgetful.see("/sign-in/password/reset/")
    forgetful.do("/sign-in/password/reset/", email=EMAIL)
    _set_password(stage, forgetful, "reset link", "reset sign-in password")
    forgetful.see("/sign-in/login/")
    forgetful.do("/sign-in/login/", login=EMAIL, password=stage.value("reset sign-in password"))
    forgetful.see("/sign-in/2fa/authenticate/")
    forgetful.do("/sign-in/2fa/authenticate/", code=stage.canaries["staff recovery codes"].wholes[0])


def _set_password(stage: Stage, person: Actor, link: str, kind: str) -> None:
    path = _link(stage, link)
    to = person.see(path, 302).location
    person.see(to)
    new = stage.value(kind)
    person.do(to, 200, password1=new, password2=f"{new} mistyped")
    person.do(to, password1=new, password2=new)


def _link(stage: Stage, kind: str) -> str:
    """Where the newest letter leads; the link's token is in that letter, and nowhere else."""
    before = set(stage.mails())
    stage.run("deliver_mail")
    for path in reversed(stage.mails()):
        found = LINK.search(quopri.decodestring(path.read_bytes()).decode("utf-8", "replace"))
        if path not in before and found:
            stage.learn(values.token(kind, found[2].partition("-")[2]))
            return found[1]
    raise NotPlayedError(f"No letter has the {kind}.")


def _enroll(stage: Stage, guest: Actor) -> None:
    again = guest.see("/sign-in/2fa/totp/activate/", 302).location
    guest.see(again)
    guest.do(again, 200, password=stage.value("wrong sign-in password"))
    guest.do(again, password=stage.value("sign-in password"))
    page = guest.see("/sign-in/2fa/totp/activate/", shows=("staff second-factor seed",))
    shown = SHOWN_SEED.search(page.text)
    if not shown:
        raise NotPlayedError("The page of a new authenticator shows no key.")
    stage.learn(values.given("staff second-factor seed", shown[0]))
    guest.do("/sign-in/2fa/totp/activate/", 200, shows=("staff second-factor seed",), code="000000")
    to = guest.do("/sign-in/2fa/totp/activate/", code=code_from(shown[0])).location
    codes = guest.see(to, shows=("staff recovery codes",))
    stage.learn(values.codes("staff recovery codes", SHOWN_CODE.findall(codes.text)))
