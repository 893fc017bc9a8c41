"""Somebody on staff found an account that is not ours: it is in the register from now on, marked, with a deadline."""

from typing import Any

from accounts.actions.found_file import held
from accounts.actions.locking import locked_person
from accounts.actions.telling_of_found import tell
from accounts.models import Account, AccountClass, AccountState, Found, FoundNote, NoteKind, Platform
from accounts.rules import found_moves as moves
from accounts.rules import found_report as rules
from accounts.rules import tombstones
from accounts.rules.limits import check_not_too_many_reports
from accounts.rules.standing import communications_staff
from accounts.telling import administrators
from registry import audit
from registry.calendar import due_after
from registry.folding import folded
from registry.people.models import Unit, User


@audit.act()
def report(
    *, handle: str, platform: Platform | None, kind: str, unit: Unit, display_name: str, claims: str, by: User
) -> Found:
    """Put it on the desk. Raises `Refused`, `InRegister` where the handle stands in the register already."""
    meant = rules.what_is_meant(handle, platform)
    moves.check_kind(kind, None)
    rules.check_nobodys_own(meant, kind, display_name)
    rules.check_words(f"{display_name}\n{claims}", "claims")
    check_not_too_many_reports(locked_person(by))
    where = Platform.objects.select_for_update(no_key=True).get(pk=meant.platform.pk)
    rules.check_not_there(meant)
    name = display_name.strip() or meant.handle
    account = Account.objects.create(
        platform=where, handle=meant.handle, key=meant.key, url=meant.url, unit=unit, klass=AccountClass(kind),
        state=AccountState.FOUND, display_name=name, searched=folded(f"{meant.handle}\n{name}\n"), opened_by=by,
    )  # fmt: skip
    audit.touch(account.pk)
    made: Found = Found.objects.create(
        account=account, kind=kind, claims=claims.strip(), found_by=by, due_on=due_after(moves.LOOK_IN),
        formerly=tombstones.formerly(where, meant.key),
    )  # fmt: skip
    facts = {"kind": kind, "due": str(made.due_on), "formerly": made.formerly.trail_label if made.formerly else None}
    audit.record(audit.Event.FOUND_REPORTED, by=by, on=made, after=facts)
    tell("accounts/found_reported", made, [*communications_staff(), *administrators(account)], by=by)
    return made


@audit.act()
def note(found: Found, *, on: Any, words: str, url: str, reference: str, by: User) -> FoundNote:
    """Keep what somebody knows or has seen: words, where, and where a copy is kept. Raises `Refused`, `Stale`."""
    moves.check_may_note(found)
    moves.check_happened(on)
    rules.check_words(f"{words}\n{reference}", "words")
    _account, found = held(found)
    moves.check_may_note(found)
    made: FoundNote = FoundNote.objects.create(
        found=found, kind=NoteKind.EVIDENCE, on=on, words=words.strip(), url=url, reference=reference.strip(), by=by
    )
    audit.record(audit.Event.FOUND_NOTED, by=by, on=found, after={"on": str(on), "copy": bool(url or reference)})
    return made
