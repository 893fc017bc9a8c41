"""The life of every secret, through the pages and commands: what goes in, changes, is shown, and goes wrong (D8)."""

import html
import json
import re
from datetime import timedelta

from django.conf import settings

from accounts.models import Account
from assurance import canary_values as values
from assurance.canary_carried import bring, make_kit, table
from assurance.canary_people import come_in
from assurance.canary_stage import SEEN, Actor, NotPlayedError, Stage
from registry import clock
from tests.makers import make_account

SHOWN_PASSWORD = re.compile(r'id="secret-password-0"[^>]*>([^<]{10,})<')
SIGN_IN_SET = ("login", "password")


class Script:
    """The accounts it is about, and the acts in their order."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.account = make_account(stage.cast, "setting_up")
        self.other = make_account(stage.cast, "setting_up", handle="canarytwo")

    def at(self, what: str, account: Account | None = None) -> str:
        return f"/accounts/{(account or self.account).uuid}/{what}"

    def play(self) -> None:
        """All of it, with the server up."""
        come_in(self.stage)
        self.deposit()
        self.open()
        self.change()
        self.go_wrong()
        bring(self.stage, self.other)
        make_kit(self.stage)
        self.hand_over()

    def deposit(self) -> None:
        """Measured, typed with a mistake, without a session, by somebody who may not; at last well, the factor long stale."""
        coach, form = self.stage.browser("coach"), self._form()
        coach.see(self.at("deposit/"))
        coach.do(self.at("deposit/measure/"), 200, password=form["password"])
        coach.do(self.at("deposit/"), 422, **{**form, "recovery_phone": "not a phone"})
        coach.do(self.at("deposit/"), 422, **{**form, "notes": f"{form['notes']}{'!' * 4000}"})
        self.stage.browser("nobody").do(self.at("deposit/"), password=self.stage.value("password without a session"))
        ended = self.stage.browser("coach")
        ended.see(self.at("deposit/"))
        ended.cookies[settings.SESSION_COOKIE_NAME] += "0"
        ended.do(self.at("deposit/"), password=self.stage.value("password without a session"))
        self.stage.browser("stranger").do(self.at("deposit/"), 403, password=self.stage.value("password of a stranger"))
        late = self.stage.browser("coach", at=clock.now() - timedelta(minutes=20))
        late.see(self.at("deposit/"))
        late.do(self.at("deposit/"), 200, shows=("authenticator seed",), **form)

    def _form(self) -> dict[str, str]:
        value = self.stage.value
        year, month, day = value("date of birth").split("-")
        return {
            "login": value("login"), "password": value("password"), "keep_anyway": "on", "factor_kind": "authenticator",
            "second_factor": value("second factor"), "factor_holder": "district", "seed": value("authenticator seed"),
            "recovery_email": value("recovery e-mail"), "recovery_phone": value("recovery phone"),
            "backup_codes": f"{value('backup code')}\nanother-code-1\nanother-code-2", "notes": value("notes"),
            "questions": value("security answer"),
            "birth_date_month": month, "birth_date_day": day, "birth_date_year": year,
        }  # fmt: skip

    def open(self) -> None:
        """Revealed whole and in parts, longer, with the next code; with a factor that is too old, and by who may not."""
        communications = self.stage.browser("communications")
        shown = communications.reveal(self.at("reveal/"), shows=SIGN_IN_SET).text
        act = re.search(r"reveal/([0-9a-f-]{36})/extend/", shown)
        if not act:
            raise NotPlayedError("What is revealed cannot be shown longer.")
        communications.do(self.at(f"reveal/{act[1]}/extend/"), 200, shows=SIGN_IN_SET)
        communications.do(self.at(f"reveal/{act[1]}/code/"), 200)
        communications.reveal(
            self.at("reveal/"), 403, reason_code="other", reason=f"It is {self.stage.value('password')}"
        )
        communications.see(self.at("verify/"))
        communications.do(self.at("verify/"))
        for field, slot, kind in (
            ("recovery_email", 0, "recovery e-mail"), ("recovery_phone", 0, "recovery phone"), ("notes", 0, "notes"),
            ("backup_code", 1, "backup code"),
        ):  # fmt: skip
            communications.reveal(self.at(f"secrets/{field}/{slot}/reveal/"), shows=(kind,))
        second = self.stage.browser("second_communications")
        for field, slot, kind in (
            ("birth_date", 0, "date of birth"), ("security_question", 1, "security answer"), ("second_factor", 0, "second factor"),
        ):  # fmt: skip
            second.reveal(self.at(f"secrets/{field}/{slot}/reveal/"), shows=(kind,))
        stale = self.stage.browser("director", at=clock.now() - timedelta(minutes=7))
        stale.see(self.at("reveal/"), 302)
        stale.do(self.at("reveal/"), reason_code="other", reason=self.stage.value("password"), nonce="none")
        self.stage.browser("stranger").see(self.at("reveal/"), 403)
        self.stage.browser("sysadmin").see(self.at("reveal/"), 403)

    def change(self) -> None:
        """Accepted, changed, refused with the password in the words, made up by the site, reported and rotated."""
        coach, communications = self.stage.browser("coach"), self.stage.browser("communications")
        coach.see(self.at("custody/accept/"))
        coach.do(self.at("custody/accept/"))
        self._deposited(coach, "refused password")
        seen = SEEN.search(communications.see(self.at("refuse/")).text)
        said = {"seen": seen[1] if seen else ""}
        communications.do(self.at("refuse/"), 200, why=f"{self.stage.value('refused password')} fails", **said)
        communications.do(self.at("refuse/"), why="It does not get me in.", **said)
        self._deposited(coach, "changed password")
        communications.reveal(self.at("reveal/"), shows=("login", "changed password"))
        communications.do(self.at("verify/"))
        self._made_up(coach)
        to = coach.do(self.at("report/"), kind="incident", words="A strange post").location
        self._deposited(communications, "rotated password")
        communications.see(f"{to}sessions/")
        communications.do(f"{to}sessions/", done="on")

    def _deposited(self, by: Actor, kind: str) -> None:
        by.see(self.at("deposit/"))
        by.do(self.at("deposit/"), password=self.stage.value(kind), keep_anyway="on")

    def _made_up(self, coach: Actor) -> None:
        answer = coach.do(self.at("deposit/suggest/"), 200, shows=("password made up by the site",))
        text = json.loads(answer.body)["password"]
        self.stage.learn(values.given("password made up by the site", text))
        coach.do(self.at("deposit/"), password=text)
        coach.do(self.at("deposit/"), make_up="on")
        shown = self.stage.browser("director").reveal(self.at("reveal/"), shows=("login", "password nobody saw")).text
        found = SHOWN_PASSWORD.search(shown)
        if not found:
            raise NotPlayedError("What is revealed shows no password.")
        self.stage.learn(values.given("password nobody saw", html.unescape(found[1])))

    def go_wrong(self) -> None:
        """The database fails while secrets are stored, opened and brought."""
        coach, director = self.stage.browser("coach"), self.stage.browser("director")
        with self.stage.failing("accounts_secretversion"):
            typed = {**self._form(), "password": self.stage.value("password of a failed deposit")}
            coach.do(self.at("deposit/"), 500, **typed)
        with self.stage.failing("audit_entry"):
            director.reveal(self.at("reveal/"), 500)
        with self.stage.failing("accounts_passwordimport"):
            communications = self.stage.browser("communications")
            communications.bring("/accounts/import/", 500, "export.csv", table(self.stage), passphrase="")

    def hand_over(self) -> None:
        """The custodian leaves: custody passes, and what they knew must change; somebody is declared to know it."""
        communications = self.stage.browser("communications")
        communications.do(self.at("knows/declare/"), described="parent")
        communications.do(self.at("report/"), 422, kind="incident", words=f"Not {self.stage.value('rotated password')}")
        sysadmin, coach = self.stage.browser("sysadmin"), self.stage.cast.coach
        sysadmin.see(f"/people/{coach.pk}/deactivate/")
        sysadmin.do(f"/people/{coach.pk}/deactivate/")
        backup = self.stage.browser("backup")
        backup.see(self.at(""))
        backup.see(self.at("history/"))
        self.stage.run("daily")
        self.stage.run("deliver_mail")

    def look_again(self) -> None:
        """Under the new keys, and the sessions that the walk begins with."""
        director = self.stage.browser("director")
        director.reveal(self.at("reveal/"), shows=("login", "rotated password"))
        director.reveal(self.at("reveal/", self.other), shows=("login of an import", "password of an import"))
        director.reveal(self.at("secrets/notes/0/reveal/", self.other), shows=("notes of an import",))
