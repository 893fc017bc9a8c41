"""Files as password managers write them, all with the same login in it, and what a page says of them."""

import csv
import io
import json
import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts import kdbx
from accounts.actions import importing as actions
from accounts.managers import read
from accounts.models import SecretVersion
from accounts.sealing import open_sealed
from registry import clock, keyring
from registry.vault import Secret
from tests.accounts.kits import CHEAP
from tests.accounts.test_reveal import SEED
from tests.makers import proof_of

PASSWORD, NOTE, LOGIN = "Zwölf-Möwen-7&<", "The phone is in the safe", "ski@lakeviewps.example"
PASSPHRASE = "a passphrase of theirs"
URL = reverse("accounts:import")


def bitwarden(url="https://www.instagram.com/harborski/", **login):
    item = {
        "type": 1, "name": "Ski team", "notes": NOTE, "fields": [{"name": "Recovery codes", "value": "qz-one qz-two", "type": 1}, {"name": "Color", "value": "blue"}],
        "login": {"uris": [{"uri": url}], "username": LOGIN, "password": PASSWORD, "totp": SEED} | login,
    }  # fmt: skip
    return {
        "encrypted": False,
        "folders": [],
        "items": [item, {"type": 3, "name": "A card", "card": {"number": "4111"}}],
    }


def as_json(**login):
    return json.dumps(bitwarden(**login)).encode()


def as_table(*rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def as_bitwarden_table():
    names = [
        "folder",
        "favorite",
        "type",
        "name",
        "notes",
        "fields",
        "reprompt",
        "login_uri",
        "login_username",
        "login_password",
        "login_totp",
    ]
    row = [
        "",
        "",
        "login",
        "Ski team",
        NOTE,
        "Recovery codes: qz-one qz-two\nColor: blue",
        "0",
        "https://www.instagram.com/harborski/",
        LOGIN,
        PASSWORD,
        SEED,
    ]
    return as_table(names, row, ["", "", "note", "x", "y", *[""] * 6])


def as_one_password():
    names = [
        "Title",
        "Url",
        "Username",
        "Password",
        "OTPAuth",
        "Favorite",
        "Archived",
        "Tags",
        "Notes",
        "Recovery codes",
        "Color",
    ]
    seed = f"otpauth://totp/x?secret={SEED}&period=30&digits=6&algorithm=SHA1"
    return as_table(
        names,
        [
            "Ski team",
            "https://www.instagram.com/harborski/",
            LOGIN,
            PASSWORD,
            seed,
            "false",
            "false",
            "",
            NOTE,
            "qz-one qz-two",
            "blue",
        ],
    )


def as_kdbx(entries=1, **more):
    fields = {
        "Title": "Ski team",
        "URL": "https://www.instagram.com/harborski/",
        "UserName": LOGIN,
        "Password": PASSWORD,
        "otp": f"otpauth://totp/x?secret={SEED}",
        "Notes": NOTE,
        "Recovery codes": "qz-one\nqz-two",
        "Color": "blue",
    }
    entry = kdbx.Entry("Team", tuple(kdbx.Field(name, Secret(value)) for name, value in {**fields, **more}.items()))
    return kdbx.write("Theirs", [entry] * entries, Secret(PASSPHRASE), made=clock.now(), cost=CHEAP)


FILES = {
    "Bitwarden JSON": as_json,
    "Bitwarden CSV": as_bitwarden_table,
    "1Password CSV": as_one_password,
    "KDBX": as_kdbx,
}


def send(client, content, *, passphrase=PASSPHRASE, name="export"):
    return client.post(URL, {"file": SimpleUploadedFile(name, content), "passphrase": passphrase})


def brought(cast, content):
    return actions.bring(read(content, Secret(PASSPHRASE)), by=cast.communications, proof=proof_of(cast.communications))


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def stored(account):
    rows = SecretVersion.objects.filter(account=account, is_current=True).select_related("account")
    return {(row.field, row.slot): open_sealed(row, keyring.vault()).expose() for row in rows}
