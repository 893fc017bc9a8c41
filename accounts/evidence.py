"""What a campaign brought to light, as rows: for the list that goes into a spreadsheet, and for the report on paper."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from accounts.models import Attestation, Campaign, Packet, PacketState, SaidOfPassword
from accounts.rules.campaigns import packets_of, sees_whole
from registry import clock
from registry.papers import Paper, Table
from registry.people.models import User

#: Rows that a download asks the database for at once.
AT_ONCE = 500
COLUMNS = {
    "number": gettext_lazy("Registry number"), "unit": gettext_lazy("School or department"),
    "account": gettext_lazy("Account"), "platform": gettext_lazy("Platform"), "asked": gettext_lazy("Asked"),
    "due": gettext_lazy("Due"), "answer": gettext_lazy("Answer"), "answered_by": gettext_lazy("Answered by"),
    "answered_on": gettext_lazy("Answered on"), "students": gettext_lazy("Students who leave"),
    "class_of": gettext_lazy("Class of"), "password": gettext_lazy("Password changed"),
    "devices": gettext_lazy("Devices signed out"), "recovery": gettext_lazy("Recovery is the district’s"),
    "guidelines": gettext_lazy("Guidelines kept"), "backup": gettext_lazy("Backup stays"),
    "next": gettext_lazy("Next custodian"), "until": gettext_lazy("Holds until"),
    "why": gettext_lazy("Why to be retired"),
}  # fmt: skip


def packets(campaign: Campaign, reader: User) -> QuerySet[Packet]:
    """What of it somebody may see, school by school, each account with the words given on it since it was asked about;
    two queries, however many there are.
    """
    rows = packets_of(campaign, reader).select_related("answered_by").order_by("account__unit__path", "pk")
    given = Attestation.objects.filter(at__gte=campaign.opened_at).select_related("next_custodian")
    return rows.prefetch_related(Prefetch("account__attestations", given, to_attr="words"))


def word_of(row: Packet) -> Attestation | None:
    """What was said of its account: the last word before it was answered, also where it is handed over by that."""
    until = row.answered_at
    words: list[Attestation] = row.account.words  # type: ignore[attr-defined]
    return next((said for said in words if until is None or said.at <= until), None)


def table(campaign: Campaign, reader: User) -> Iterator[list[Any]]:
    """Every packet as a row of a list, after the row of its columns; days as 2026-11-22."""
    yield [str(head) for head in COLUMNS.values()]
    for row in packets(campaign, reader).iterator(AT_ONCE):
        yield line(row)


def line(row: Packet) -> list[Any]:
    """One packet, with a cell for each of COLUMNS."""
    account = row.account
    return [
        account.number, account.unit.name, account.name, account.platform.name, row.custodian.name, row.due_on,
        row.get_state_display(), row.answered_by.name if row.answered_by else "",
        clock.local(row.answered_at).date() if row.answered_at else "", *_word(word_of(row)), row.why,
    ]  # fmt: skip


def _word(said: Attestation | None) -> list[Any]:
    if said is None:
        return [""] * 9
    return [
        said.students or "", said.class_year, said.get_password_display() if said.password else "",
        _yes(said.devices_out), _yes(said.recovery_is_ours), _yes(said.guidelines_kept), _yes(said.backup_stays),
        said.next_custodian.name if said.next_custodian else "", said.valid_until,
    ]  # fmt: skip


def _yes(answer: bool | None) -> str:  # noqa: FBT001 - an answer as it was given
    return "" if answer is None else str(_("Yes") if answer else _("No"))


def paper(campaign: Campaign, reader: User) -> Paper:
    """The same as a report: who was asked about which account, and what they said; what is open stands first."""
    rows = list(packets(campaign, reader))
    live = [row for row in rows if row.is_live]
    done = [row for row in rows if not row.is_live]
    taken = {"day": _day(clock.today()), "name": reader.name}
    columns = (_("School or department"), _("Account"), _("Asked"), _("Answer"), _("By"), _("On"), _("What was said"))
    return Paper(
        title=_("%(title)s: evidence") % {"title": campaign.title},
        language=get_language() or settings.LANGUAGE_CODE,
        author=settings.DISTRICT_NAME,
        facts=[*facts(campaign, reader), (_("Taken"), _("%(day)s by %(name)s") % taken)],
        tables=[
            Table(_("Not answered"), columns, [_line(row) for row in live], empty=_("Every account has its answer.")),
            Table(_("Answered"), columns, [_line(row) for row in done], empty=_("No account has its answer yet.")),
        ],
    )


def facts(campaign: Campaign, reader: User) -> list[tuple[str, object]]:
    """What stands before the rows: which campaign, since when, and how much of it is answered."""
    seen = packets_of(campaign, reader)
    total = seen.count()
    done = seen.exclude(state__in=PacketState.live()).count()
    opened = {"name": campaign.opened_by.name, "day": _day(clock.local(campaign.opened_at).date())}
    words = ngettext("%(done)d of %(total)d account", "%(done)d of %(total)d accounts", total)
    found: list[tuple[str, object]] = [
        (_("Campaign"), f"{campaign.number}, {campaign.unit.name}, {campaign.get_kind_display()}"),
        (_("Season"), str(campaign.season or "")),
        (_("Class of"), campaign.class_year or ""),
        (_("Opened"), _("%(day)s by %(name)s") % opened),
        (_("Due"), _day(campaign.due_on)),
        (_("Closed"), _day(clock.local(campaign.closed_at).date()) if campaign.closed_at else _("Not yet")),
        (_("Cancelled"), campaign.cancelled_why),
        (_("Answered"), words % {"done": done, "total": total}),
        (_("Only a part"), "" if sees_whole(campaign, reader) else _("the schools and departments of who took it")),
    ]
    return [(name, value) for name, value in found if value]


def _line(row: Packet) -> list[str]:
    account = row.account
    return [
        account.unit.name, f"{account.name}, {account.platform.name}, {account.number}", row.custodian.name,
        row.get_state_display(), row.answered_by.name if row.answered_by else "",
        _day(clock.local(row.answered_at).date()) if row.answered_at else _("due %(day)s") % {"day": _day(row.due_on)},
        _said(row),
    ]  # fmt: skip


def _said(row: Packet) -> str:
    said = word_of(row)
    if said is None:
        return row.why
    words = ngettext("%(n)d student of %(year)d leaves", "%(n)d students of %(year)d leave", said.students or 1)
    parts = [words % {"n": said.students, "year": said.class_year}] if said.students and said.class_year else []
    parts += [_("the password is to be changed")] if said.password == SaidOfPassword.NOT_YET else []
    parts += [] if said.recovery_is_ours else [_("recovery is not the district’s")]
    parts += [] if said.guidelines_kept else [_("the guidelines are not kept")]
    until = _("holds until %(day)s") % {"day": _day(said.valid_until)}
    return "; ".join([*parts, until])


def _day(day: date) -> str:
    return date_format(day, "F j, Y")
