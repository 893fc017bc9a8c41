"""Bringing a file of a password manager, and saying which account each entry belongs to."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.managers import LARGEST, Brought, NotRead, Read, read, too_large
from accounts.models import Account, SecretField, SecretVersion
from accounts.rules.importing import Change, Matcher
from accounts.rules.strength import weakness
from accounts.sealing import is_same
from registry import forms as ours
from registry.vault import Secret

_NUMBER = re.compile(r"\bA-0*([0-9]{1,15})\b", re.IGNORECASE)


class FileForm(ours.MooringForm):
    """The file, and the passphrase where it is locked. Neither is ever given back."""

    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy(
            "KeePass (KDBX, not locked with Twofish), Bitwarden (JSON or CSV) or 1Password (CSV), at most 5 MB"
        ),
        error_messages={"required": gettext_lazy("Choose the file."), "empty": gettext_lazy("The file is empty.")},
        widget=forms.FileInput({"accept": ".kdbx,.json,.csv"}),
    )
    passphrase = ours.SecretField(
        label=gettext_lazy("Its passphrase"), required=False,
        help_text=gettext_lazy("Only for a KeePass file. It does not open if it also needs a key file or hardware key"),
        widget=ours.SecretInput({"width": "md", "data-peek": True}),
    )  # fmt: skip

    found: Read
    unread: NotRead | None = None

    def __init__(self, *args: Any, length: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if length.isascii() and length.isdigit() and len(length) < 16 and int(length) > LARGEST:
            self.fields["file"].error_messages["required"] = too_large()

    def clean(self) -> dict[str, Any]:
        """Read the file, once."""
        cleaned = super().clean() or {}
        content = cleaned.get("file")
        if content is None or self.errors:
            return cleaned
        try:
            self.found = read(content.read(), Secret(str(cleaned.get("passphrase") or "")))
        except NotRead as refused:
            self.unread = refused
            self.add_error(refused.field, str(refused))
        return cleaned


class PickForm(ours.MooringForm):
    """For each entry the account it belongs to, or nothing. What would change is said for each account named."""

    marks_optional = False

    def __init__(
        self, *args: Any, entries: Sequence[Brought], accounts: Sequence[Account],
        current: Mapping[int, list[SecretVersion]], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.entries, self.accounts, self.current = entries, {row.pk: row for row in accounts}, current
        self.picked: dict[int, Account] = {}
        matcher = Matcher(accounts)
        for number, entry in enumerate(entries):
            names = (entry.text(SecretField.LOGIN), entry.title)
            found = matcher.match(entry.url, names)
            self.add_field(f"entry_{number}", self._field(entry, found))
            self.add_field(f"seen_{number}", self._seen(found))

    def _field(self, entry: Brought, found: Account | None) -> forms.CharField:
        label = _("Account for “%(title)s”") % {"title": entry.title or _("No title")}
        return forms.CharField(
            label=label, required=False, max_length=300, initial=spelled(found) if found else "",
            widget=forms.TextInput({"list": "accounts", "autocomplete": "off", "width": "lg", "optional": False}),
        )  # fmt: skip

    def _seen(self, found: Account | None) -> forms.CharField:
        return forms.CharField(required=False, max_length=20, initial=found.number if found else "",
                               widget=forms.HiddenInput)  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Each account is named once, and what it replaces has been on the page."""
        cleaned = super().clean() or {}
        for number in range(len(self.entries)):
            text = str(cleaned.get(f"entry_{number}") or "")
            if text:
                self._pick(number, text)
        if not self.errors and not self.picked:
            self.add_error(None, _("Name an account for one entry at least, or drop what you brought."))
        return cleaned

    def _pick(self, number: int, text: str) -> None:
        account = self._named(text)
        if account is None:
            self.add_error(
                f"entry_{number}", _("We found no account called so. Choose one of the list, or leave it empty.")
            )
        elif account in self.picked.values():
            self.add_error(f"entry_{number}", _("Another entry goes to this account already. Leave one of them empty."))
        elif not self.entries[number].values:
            self.add_error(f"entry_{number}", _("There is nothing in this entry that can be stored. Leave it empty."))
        else:
            self.picked[number] = account
            self._check_seen(number, account)

    def _check_seen(self, number: int, account: Account) -> None:
        """What would replace something is said first, and done on a second word."""
        if self.cleaned_data.get(f"seen_{number}") == account.number:
            return
        replaced = [each for each in self.changes(number, account) if each.kind == "replaces"]
        if replaced:
            self.add_error(f"entry_{number}", _("This account has some of it stored already. Look below, then go on."))

    def _named(self, text: str) -> Account | None:
        number = _NUMBER.search(text)
        if number:
            return self.accounts.get(int(number[1]))
        name = text.strip().casefold()
        found = [row for row in self.accounts.values() if name in (row.handle.casefold(), row.name.casefold())]
        return found[0] if len(found) == 1 else None

    def changes(self, number: int, account: Account | None) -> list[Change]:
        """What a deposit of this entry there would do, field by field; without an account: what there is."""
        entry, told = self.entries[number], dict[SecretField, Change]()
        rows = self.current.get(account.pk, []) if account else []
        for (field, slot), value in entry.values.items():
            stored = [row for row in rows if row.field == field and row.slot == slot]
            kind = ("same" if is_same(stored[0], value) else "replaces") if stored else "new"
            if field not in told or told[field].kind == "same":
                told[field] = Change(field, kind)
        return [told[field] for field in SecretField if field in told]

    def rows(self) -> Iterator[dict[str, Any]]:
        """Each entry as the page shows it; never a value."""
        for number, entry in enumerate(self.entries):
            field = self[f"entry_{number}"]
            account = self._named(str(field.value() or ""))
            password = entry.text(SecretField.PASSWORD)
            yield {
                "number": number, "entry": entry, "field": field, "shown": account.number if account else "",
                **_by_kind(self.changes(number, account)),
                "left_out": ", ".join(str(each.label).lower() for each in entry.left_out),
                "weak": weakness(password, known=[account.handle] if account else []) if password else "",
            }  # fmt: skip

    def suggestions(self) -> list[str]:
        """Every account that can be named."""
        return [spelled(row) for row in self.accounts.values()]


def _by_kind(changes: list[Change]) -> dict[str, str]:
    """The fields that are new, the same as stored, and those that replace something: each list in words."""
    kinds = ("new", "same", "replaces")
    return {kind: ", ".join(str(each.field.label).lower() for each in changes if each.kind == kind) for kind in kinds}


def spelled(account: Account) -> str:
    """An account as it is named on the page: “@lakeviewnordic, Instagram (A-0042)”."""
    return f"{account.name}, {account.platform.name} ({account.number})"
