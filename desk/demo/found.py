"""The adoption desk of the demo district: one that waits, one contacted, one relabelled, an impostor, one closed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from accounts.actions import found, found_conflict, found_reporting
from accounts.models import Account, Found, LetterKind
from desk.demo.teller import Teller
from registry import clock

#: Handle, name it shows, kind, unit, who found it.
FOUND = (
    ("instagram.com/lakeview_boosters", "Lakeview Boosters", "community", "high", "Erik Solberg"),
    ("instagram.com/lakeviewgirlshockey.fans", "Lakeview Girls Hockey Fans", "community", "athletics", "Marcus Bell"),
    ("x.com/LakeviewHSNews", "Lakeview HS News", "unapproved", "high", "Marcus Bell"),
    (
        "instagram.com/lakeviewschools.usa",
        "Lakeview Schools USA",
        "impostor",
        "communications",
        "Sam Ortega",
    ),
    ("tiktok.com/@lakeviewspirit", "Lakeview Spirit", "unapproved", "high", "Sam Ortega"),
)


def story(teller: Teller, until: datetime) -> Iterator[datetime]:
    """Reports of the last weeks, and what came of each; the first was reported yesterday and waits."""
    sam, lena = teller.people["Sam Ortega"], teller.people["Lena Fischer"]
    yield until - timedelta(days=24)
    waiting, *rest = FOUND
    fans, news, impostor, spirit = (_report(teller, said) for said in rest)
    yield teller.later(hours=20)
    today = clock.today()
    written: dict[str, Any] = {
        "on": today,
        "letter": LetterKind.ADOPT,
        "who": "",
        "reference": "",
        "days": 15,
        "by": lena,
    }
    found.contact(fans, channel="message", **written)
    found.contact(news, channel="message", **{**written, "letter": LetterKind.NOTICE, "days": 10})
    ours = Account.objects.filter(klass="district", state="active").order_by("pk").first()
    found.classify(impostor, kind="impostor", ours=ours, poses_as=None, made_by_students=False, by=sam)
    found_reporting.note(
        impostor, on=today, words="Our logo, and a link to a prize draw.", url="", reference="Archive 1182", by=sam
    )
    report = {**written, "letter": LetterKind.TAKEDOWN, "reference": "Case 77-2041", "by": sam, "days": 30}
    found.contact(impostor, channel="platform", **report)
    yield teller.later(hours=60)
    words = "Run by parents. Not an official account of Lakeview Public Schools."
    found.relabel(fans, on=clock.today(), words=words, by=lena)
    found.close(spirit, how="gone", words="The page says that it no longer exists.", ours=None, by=sam)
    found_conflict.name_conflict(news, person=teller.people["Nathan Field"], by=lena)
    yield until - timedelta(days=1)
    _report(teller, waiting)


def _report(teller: Teller, said: tuple[str, str, str, str, str]) -> Found:
    handle, name, kind, unit, by = said
    return found_reporting.report(
        handle=f"https://{handle}", platform=None, kind=kind, unit=teller.units[unit], display_name=name, claims="",
        by=teller.people[by],
    )  # fmt: skip
