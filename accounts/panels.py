"""What stands in the sections of an account's page, ready to be drawn. Never a value."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import health
from accounts.health.words import Reader, lines
from accounts.models import (
    Account,
    AccountState,
    Custody,
    CustodyState,
    HealthState,
    Holder,
    SecretField,
    SecretState,
    SecretVersion,
    SetupTaskCode,
)
from accounts.rules import lifecycle, own_seasons, recovering, seeing, taking_out, ways_in
from accounts.rules.handoff import live_of
from accounts.rules.offers import Offer, may_tick
from accounts.rules.replacing import run_low
from accounts.rules.reuse import same_password
from accounts.rules.rotating import visible_to
from accounts.rules.standing import Standing
from registry import audit, clock
from registry.people import powers
from registry.people.models import User
from registry.people.rules import may

RECENT = 5
MOST_REVEALS = 50
LETTERS = [event for event in audit.Event if event.value.startswith("letter.")]
ORDER = (
    *SecretField.sign_in_set(), SecretField.SECOND_FACTOR, SecretField.BACKUP_CODE, SecretField.RECOVERY_EMAIL,
    SecretField.RECOVERY_PHONE, SecretField.SECURITY_QUESTION, SecretField.BIRTH_DATE, SecretField.NOTES,
)  # fmt: skip
DOOR = frozenset({SecretField.RECOVERY_EMAIL, SecretField.RECOVERY_PHONE})


#: What a room upstairs shows on the page of an account: a template's name and what it needs, or None.
Section = Callable[[Account, User], dict[str, Any] | None]
_sections: list[Section] = []


def add_section(section: Section) -> Section:
    """Let a room upstairs add a section to the page of an account, for this person. Used as a decorator."""
    if section not in _sections:
        _sections.append(section)
    return section


def sections(account: Account, user: User) -> list[dict[str, Any]]:
    """The sections that rooms upstairs add, those that have something to show."""
    return [shown for section in _sections if (shown := section(account, user))]


@dataclass(frozen=True)
class Line:
    """One field of the vault: whether it is stored, what is known of it, and where one opens it alone."""

    label: str
    stored: bool
    state: str = ""
    warning: str = ""
    url: str = ""
    action: str = ""


@dataclass(frozen=True)
class VaultPanel:
    """What is in the vault, for somebody who may know that much."""

    lines: list[Line] = field(default_factory=list)
    is_empty: bool = True
    note: str = ""
    waits: bool = False
    reused: list[Account] = field(default_factory=list)
    last: dict[str, Any] | None = None
    outs: list[tuple[str, str]] = field(default_factory=list)


def vault_panel(standing: Standing, *, may_reveal: bool) -> VaultPanel | None:
    """The panel; without lines for those who only see that something is stored; None for everybody else."""
    account = standing.account
    if not (account.platform.shares_login and seeing.may_see_that_it_is_stored(standing)):
        return None
    rows = list(account.secrets.filter(is_current=True).select_related("deposited_by", "verified_by", "holder_person"))
    if not seeing.may_see_versions(standing):
        return VaultPanel(is_empty=not rows)
    by_field: dict[str, list[SecretVersion]] = defaultdict(list)
    for row in rows:
        by_field[row.field].append(row)
    return VaultPanel(
        lines=[line for each in ORDER for line in _lines(account, each, by_field[each], may_reveal=may_reveal)],
        is_empty=not any(row.field in SecretField.sign_in_set() for row in rows),
        note=_refused_words(account),
        waits=any(row.state == SecretState.DEPOSITED and row.field in SecretField.sign_in_set() for row in rows),
        reused=same_password(standing),
        last=next(iter(reveals(account, standing.user)), None),
        outs=_outs(standing, [each for each in ORDER if by_field[each]]),
    )


def _outs(standing: Standing, stored: list[SecretField]) -> list[tuple[str, str]]:
    """What somebody may say is no longer in use, with where."""
    account = standing.account
    found = [SecretField(each) for each in taking_out.takes_out(standing, stored)]
    return [(str(each.label), reverse("accounts:take-out", args=[account.uuid, each.value])) for each in found]


def _lines(account: Account, which: SecretField, rows: list[SecretVersion], *, may_reveal: bool) -> list[Line]:
    if not rows:
        return [Line(str(which.label), stored=False, state=_("Not stored"))]
    alone = may_reveal and which not in SecretField.sign_in_set()
    if which == SecretField.BACKUP_CODE:
        return [_codes_line(account, rows, alone=alone)]
    return [_line(account, row, alone=alone) for row in sorted(rows, key=lambda row: row.slot)]


def _line(account: Account, row: SecretVersion, *, alone: bool) -> Line:
    label = f"{row.get_field_display()} {row.slot}" if row.slot else row.get_field_display()
    url = reverse("accounts:reveal-one", args=[account.uuid, row.field, row.slot]) if alone else ""
    return Line(label, stored=True, state=_state(row), warning=_warning(row), url=url, action=_("Reveal"))


def _codes_line(account: Account, rows: list[SecretVersion], *, alone: bool) -> Line:
    unused = sorted((row for row in rows if row.used_at is None), key=lambda row: row.slot)
    words = _("%(left)d of %(all)d left") % {"left": len(unused), "all": len(rows)}
    few = _("Make new ones on the platform and deposit them.") if run_low(len(unused), len(rows)) else ""
    url = reverse("accounts:reveal-one", args=[account.uuid, "backup_code", unused[0].slot]) if alone and unused else ""
    return Line(_("Backup codes"), stored=True, state=words, warning=few, url=url, action=_("Use one"))


def _state(row: SecretVersion) -> str:
    if row.field == SecretField.SECOND_FACTOR:
        return f"{row.get_factor_kind_display()}, {_whose(row)}" if row.holder else row.get_factor_kind_display()
    if row.field not in SecretField.sign_in_set():
        version = _("version %(n)d") % {"n": row.version}
        return f"{version}, {_whose(row)}" if row.holder_person else version
    if row.state == SecretState.VERIFIED and row.verified_by:
        return _("version %(n)d, verified by %(name)s") % {"n": row.version, "name": row.verified_by.name}
    return _("version %(n)d, deposited by %(name)s, not verified yet") % {
        "n": row.version,
        "name": row.deposited_by.name,
    }


def _whose(row: SecretVersion) -> str:
    """“Marcus Bell’s”, “the district’s”."""
    if row.holder_person:
        return _("%(name)s’s") % {"name": row.holder_person.name}
    label = row.get_holder_display()
    return label[:1].lower() + label[1:]


def _warning(row: SecretVersion) -> str:
    day = {"day": date_format(row.replace_by, "F j, Y")} if row.replace_by else {}
    if row.holder == Holder.STUDENT_OR_PARENT:
        words = _("A student’s or parent’s: replace it by the district’s.")
        return f"{words} {_('Due %(day)s.') % day}" if day else words
    if row.holder == Holder.EMPLOYEE and row.field != SecretField.SECOND_FACTOR:
        words = _("Not the district’s: replace it.")
        return f"{words} {_('Due %(day)s.') % day}" if day else words
    return _("Nobody said whose it is.") if row.field in DOOR and row.holder == Holder.UNSAID else ""


def _refused_words(account: Account) -> str:
    row = account.secrets.filter(state=SecretState.REFUSED).order_by("-refused_at").select_related("refused_by").first()
    if row is None or account.secrets.filter(field=row.field, slot=row.slot, version__gt=row.version).exists():
        return ""
    who = row.refused_by.name if row.refused_by else ""
    return _("The last deposit did not work, says %(name)s: “%(why)s”") % {"name": who, "why": row.refused_why}


def who_looks_after(account: Account, custodies: list[Custody]) -> dict[str, Any]:
    """Who holds it, who is asked to or takes it over, who steps in, and who outside is on record."""
    passing = any(row.state in CustodyState.asked() for row in custodies)
    return {
        "held": [row for row in custodies if row.state == CustodyState.OPEN],
        "offered": [row for row in custodies if row.state in CustodyState.asked()],
        "backup": account.backups.filter(ended_at=None).select_related("person").first(),
        "handoff": live_of(account) if passing else None,
        "outside": list(account.outside_custodians.filter(ended_at=None)),
    }


def state_of(standing: Standing, custodies: list[Custody], mends: dict[str, Offer]) -> dict[str, Any]:
    """What is left of the set-up, beginning with its first step; of an account in use, how it is, and why.

    `mends` are the buttons this person gets.
    """
    account = standing.account
    if account.state == AccountState.SETTING_UP:
        return {
            "first": first_step(standing, custodies),
            "tasks": checklist(standing),
            "left": len(lifecycle.missing(account)),
            "missing": lifecycle.missing_beside_tasks(account),
        }
    ways, sees = ways_in.map_of(account), may(ways_in.check_may_see_ways, standing)
    sees_why = visible_to(standing.user).filter(account=account).exists()
    reader = Reader(sees, sees_why, may(recovering.check_may_see, standing), mends)
    return {"health": _health(account, ways, reader), "ways": ways if sees else None}


def _health(account: Account, ways: ways_in.RecoveryMap, reader: Reader) -> dict[str, Any] | None:
    """The state and its reasons, each with what mends it; nothing for an account that is not in use."""
    bits = health.bits_of(account)
    state = health.state_of(bits)
    if state == HealthState.NONE:
        return None
    return {"state": state, "word": state.label, "lines": lines(account, bits, ways, reader)}


def to_change(account: Account, user: User) -> dict[str, Any]:
    """What must change here: everybody sees that; why, and what to do, is for those who see to it."""
    rows = list(account.rotations.standing().select_related("owner"))
    late = any(row.is_late for row in rows)
    return {
        "rotations": rows,
        "late": late,
        "sees_why": bool(rows) and visible_to(user).filter(account=account).exists(),
    }


def checklist(standing: Standing) -> list[dict[str, Any]]:
    """The set-up's tasks as checks, in their order, with a button for those who may tick."""
    account = standing.account
    outside = lifecycle.outside_words(account) if seeing.may_see_versions(standing) else []
    return [
        {
            "task": row,
            "url": reverse("accounts:task", args=[account.uuid, row.code]),
            "may_tick": may_tick(standing, row),
            "stops": outside if row.code == SetupTaskCode.EMAIL and not row.done_at else [],
        }
        for row in account.setup_tasks.select_related("done_by")
    ]


def chain(standing: Standing) -> list[dict[str, Any]]:
    """The chain of custody, newest first, as moments of a timeline."""
    rows = standing.account.custodies.select_related("custodian", "offered_by").order_by("-pk")
    reasons = seeing.may_see_reasons(standing)
    opened = {"title": _("Opened for set-up"), "icon": "anchor", "at": standing.account.opened_at}
    return [*(_moment(row, reasons=reasons) for row in rows), opened]


def _moment(row: Custody, *, reasons: bool) -> dict[str, Any]:
    name = {"name": row.custodian.name}
    if row.state == CustodyState.OFFERED:
        return {
            "title": _("Offered to %(name)s") % name,
            "icon": "user",
            "tone": "open",
            "at": row.offered_at,
            "gap": True,
        }
    if row.state == CustodyState.DECLINED:
        why = row.declined_why if reasons else ""
        return {
            "title": _("%(name)s declined") % name,
            "icon": "user-x",
            "tone": "ochre",
            "at": row.declined_at,
            "quote": why,
        }
    if row.state in (CustodyState.ACCEPTED, CustodyState.WITHDRAWN) or row.unverified:
        return _passing_moment(row)
    if row.interim:
        return _interim_moment(row)
    return {
        "title": _("%(name)s accepted the custody") % name,
        "icon": "user-check",
        "tone": "pine",
        "at": row.accepted_at,
    }


def _passing_moment(row: Custody) -> dict[str, Any]:
    """Of what is accepted and not passed on yet, or was called off; or stands by an older list."""
    name = {"name": row.custodian.name}
    if row.state == CustodyState.ACCEPTED:
        title, words = _("%(name)s accepted, and takes it over"), _("Open until the login has changed and is verified")
        return {"title": title % name, "icon": "user-check", "tone": "open", "at": row.accepted_at, "text": words}
    if row.unverified:
        return {"title": _("%(name)s by an older list, not confirmed") % name, "icon": "user", "at": row.offered_at}
    called_off, withdrawn = _("%(name)s had accepted; it was called off"), _("The offer to %(name)s was withdrawn")
    title = called_off if row.accepted_at else withdrawn
    return {"title": title % name, "icon": "undo-2", "at": row.ended_at}


def _interim_moment(row: Custody) -> dict[str, Any]:
    holds, held = _("%(name)s holds it as interim custodian"), _("%(name)s held it as interim custodian")
    words = _("Vacant: %(position)s") % {"position": row.position} if row.position else ""
    title = (held if row.ended_at else holds) % {"name": row.custodian.name}
    return {"title": title, "icon": "user", "at": row.offered_at, "text": words}


def recent(account: Account, user: User) -> list[Any]:
    """The last entries of the trail about this account that this person may read; letters left out, and what
    one act did several times, like six backup codes, said once.
    """
    entries = audit.entries_about(account).filter(powers.trail_scope(user))
    rows = entries.exclude(action__in=LETTERS)[: RECENT * 8]
    runs = groupby(rows, key=lambda row: (row.sentence, clock.local(row.at).date()))
    return [next(run) for _said, run in islice(runs, RECENT)]


def facts(standing: Standing) -> list[dict[str, Any]]:
    """The details: everybody sees them, but for the sign-up address, which is the login."""
    account = standing.account
    unit = f"{account.unit.name}, {account.group}" if account.group else account.unit.name
    pairs = [
        (_("Address"), account.url.removeprefix("https://").removeprefix("www.")),
        (_("Display name"), account.display_name),
        (_("School or department"), unit),
        (_("Kind"), account.get_klass_display()),
        (_("Season"), own_seasons.words_of(account)),
        (_("Purpose"), account.purpose),
        (_("Audience"), account.audience),
        (_("Shows students"), _("Yes") if account.shows_students else _("No")),
        (_("Sign-up address"), account.email if seeing.may_see_sign_up(standing) else ""),
        (_("Registry number"), account.number),
    ]
    return [{"label": label, "value": value} for label, value in pairs if value]


def versions(account: Account) -> "QuerySet[SecretVersion]":
    """Every version of every field, newest first; never a value."""
    people = ("deposited_by", "verified_by", "refused_by", "out_of_use_by")
    return account.secrets.select_related(*people, "drop").order_by("-pk")


def reveals(account: Account, reader: User) -> list[dict[str, Any]]:
    """The last openings, newest first. Others' reasons are for whoever reads the whole trail (security C7)."""
    reads_all = powers.reads_whole_trail(reader)
    return [
        {"act": act, "reason": act.why if reads_all or act.person_id == reader.pk else ""}
        for act in account.reveals.select_related("person")[:MOST_REVEALS]
    ]


def first_step(standing: Standing, custodies: list[Custody]) -> dict[str, str] | None:
    """Who creates the account on the platform, with which address and handle (II.6); None once it is there.

    It is there where it existed before its approval, or once something was deposited or a role recorded. `custodies`
    are those that are open or offered.
    """
    account = standing.account
    begun = account.secrets if account.platform.shares_login else account.role_holders
    if account.retroactive or begun.exists():
        return None
    chosen = [row.custodian.name for row in custodies if not row.interim]
    address = account.email if seeing.may_see_sign_up(standing) else ""
    return {"custodian": chosen[0] if chosen else _("The custodian"), "address": address}
