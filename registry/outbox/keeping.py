"""A demo's way out: mails are kept as files, for the page that shows them. No other site has this page or these
files."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage as Parsed
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from registry import clock

NAME = re.compile(r"[0-9]{20}-[0-9a-zA-Z-]{1,60}")


class EmailBackend(BaseEmailBackend):
    """Writes each mail to its own file, named by time and Message-ID."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keeps the mails and says how many; raises ImproperlyConfigured outside a demo."""
        if not settings.DEMO:
            raise ImproperlyConfigured("Mails are kept as files only in a demo: they carry one-time links.")
        folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            data = message.message().as_bytes()
            kept = message_from_bytes(data, policy=policy.default)
            path = folder() / f"{_name(str(kept['Message-ID']))}.eml"
            path.write_bytes(data)
            path.chmod(0o600)
        return len(email_messages)


def folder() -> Path:
    """Where the mails of this demo are kept."""
    return Path(getattr(settings, "OUTBOX_DIR", settings.VAR_DIR / "outbox"))


def _name(message_id: str) -> str:
    identifier = re.sub(r"[^0-9a-zA-Z-]", "-", message_id.strip("<>").partition("@")[0])[:60]
    return f"{clock.now():%Y%m%d%H%M%S%f}-{identifier}"


@dataclass(frozen=True)
class Kept:
    """One mail as the page shows it."""

    name: str
    subject: str
    to: str
    sent: datetime | None
    text: str


def names() -> list[str]:
    """The names of all kept mails, newest first."""
    found = (path.stem for path in folder().glob("*.eml"))
    return sorted((name for name in found if NAME.fullmatch(name)), reverse=True)


def read(name: str) -> Kept | None:
    """One kept mail, or None; `name` may come from anybody."""
    path = folder() / f"{name}.eml"
    if not NAME.fullmatch(name) or not path.is_file():
        return None
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    body = mail.get_body(("plain",)) if isinstance(mail, Parsed) else None
    return Kept(name, str(mail["Subject"]), str(mail["To"]), _sent(mail["Date"]), body.get_content() if body else "")


def _sent(header: Any) -> datetime | None:
    """The moment of a Date header (RFC 5322: -0000 is UTC); none where there is no such header, or none that is one."""
    moment: datetime | None = getattr(header, "datetime", None)
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment
