"""The desk's verbs: what it is, who was written to, what they said, and what became of it (IV.6, IV.10).

What is said outside is said by people: no letter of ours goes to a stranger. Each open file has a deadline.
"""

from datetime import date

from accounts.actions.found_file import forget_above, held, take_out
from accounts.actions.telling_of_found import tell, who_handles
from accounts.models import (
    Account,
    AccountClass,
    AccountState,
    ClosedHow,
    Found,
    FoundNote,
    FoundStatus,
    NoteKind,
    Platform,
)
from accounts.rules import found as rules
from accounts.rules import found_moves as moves
from accounts.rules.custody import check_says_why
from accounts.rules.found_report import check_leaves_out, check_nobodys_own, check_words
from accounts.rules.recognise import Recognised
from registry import audit, clock
from registry.calendar import due_after
from registry.people.models import User


@audit.act()
def classify(
    found: Found, *, kind: str, ours: Account | None, poses_as: User | None, made_by_students: bool, by: User
) -> Found:
    """Say what it is, whom to follow instead, who it poses as, and whether students made it. Raises `Refused`."""
    moves.check_kind(kind, ours)
    account, found = held(found)
    rules.check_may_work(found, by)
    if found.kind == AccountClass.IMPOSTOR:  # whose name it may have; as anything else it would be a person's own
        check_nobodys_own(
            Recognised(account.platform, account.handle, account.key, account.url), kind, account.display_name
        )
    before = {"kind": found.kind}
    found.kind, found.ours, found.poses_as, found.made_by_students = kind, ours, poses_as, made_by_students
    found.handler = found.handler or by
    found.save(update_fields=["kind", "ours", "poses_as", "made_by_students", "handler"])
    account.klass = AccountClass(kind)
    account.save(update_fields=["klass"])
    facts = {"kind": kind, "ours": ours.trail_label if ours else None, "person": poses_as and poses_as.trail_label}
    audit.record(audit.Event.FOUND_CLASSIFIED, by=by, on=found, before=before, after=facts)
    return found


@audit.act()
def contact(
    found: Found, *, on: date, channel: str, letter: str, who: str, reference: str, days: int, by: User
) -> FoundNote:
    """Record that somebody outside was written or spoken to, and how many working days they have. Raises `Refused`."""
    moves.check_happened(on)
    check_words(f"{who}\n{reference}", "who")
    _account, found = held(found)
    rules.check_may_work(found, by)
    made: FoundNote = FoundNote.objects.create(
        found=found, kind=NoteKind.CONTACT, on=on, channel=channel, letter=letter, who=who.strip(),
        reference=reference.strip(), by=by,
    )  # fmt: skip
    found.handler = by
    _open(found, FoundStatus.CONTACTED, days, by=by)
    facts = {"channel": channel, "letter": letter, "on": str(on), "due": str(found.due_on)}
    audit.record(audit.Event.FOUND_CONTACTED, by=by, on=found, after=facts)
    return made


@audit.act()
def answer(found: Found, *, on: date, answer: str, words: str, days: int, by: User) -> FoundNote:
    """Record what they said, and until when the next step is due. Raises `Refused`, `Stale`."""
    moves.check_happened(on)
    check_words(words, "words")
    _account, found = held(found)
    rules.check_may_work(found, by)
    made: FoundNote = FoundNote.objects.create(
        found=found, kind=NoteKind.ANSWER, on=on, answer=answer, words=words.strip(), by=by
    )
    _open(found, FoundStatus(found.status), days, by=by)
    audit.record(audit.Event.FOUND_ANSWERED, by=by, on=found, after={"answer": answer, "due": str(found.due_on)})
    return made


@audit.act()
def relabel(found: Found, *, on: date, words: str, by: User) -> Found:
    """It says now that it is not the district's: keep the disclaimer as it was seen. Raises `Refused`, `Stale`."""
    moves.check_happened(on)
    check_words(words, "words")
    account, found = held(found)
    moves.check_may_relabel(found, by)
    FoundNote.objects.create(found=found, kind=NoteKind.DISCLAIMER, on=on, words=words.strip(), by=by)
    found.kind = account.klass = AccountClass.COMMUNITY
    account.save(update_fields=["klass"])
    found.save(update_fields=["kind"])
    _end(found, FoundStatus.RELABELLED, by=by)
    audit.record(audit.Event.FOUND_RELABELLED, by=by, on=found, after={"seen_on": str(on)})
    return found


@audit.act()
def close(found: Found, *, how: str, words: str, ours: Account | None, by: User) -> Found:
    """It is over: gone, removed, replaced, or should never have been here. Its handle is free. Raises `Refused`."""
    check_words(words, "words")
    moves.check_kind(found.kind, ours)
    if how != ClosedHow.PERSONAL:  # then they are not kept
        check_leaves_out(found, words, "words")
    else:
        moves.check_may_close(found, by)
        forget_above(found, by=by)
    account, found = held(found)
    moves.check_may_close(found, by)
    if how == ClosedHow.PERSONAL:
        moves.check_may_take_out(account)
    account.state, account.retired_at, account.retired_by = AccountState.RETIRED, clock.now(), by
    account.save(update_fields=["state", "retired_at", "retired_by"])
    found.closed_how, found.ours = ClosedHow(how), ours or found.ours
    found.save(update_fields=["ours"])
    _end(found, FoundStatus.CLOSED, by=by)
    if how == ClosedHow.PERSONAL:
        take_out(found, by=by)
        words = ""
    audit.record(audit.Event.FOUND_CLOSED, by=by, on=found, after={"how": how}, reason=words.strip())
    return found


@audit.act()
def dispute(found: Found, *, why: str, by: User) -> Found:
    """Whoever runs it objects, or the platform refuses: write down why, for Communications to decide on."""
    check_says_why(why)
    check_words(why, "why")
    check_leaves_out(found, why, "why")
    _account, found = held(found)
    moves.check_may_dispute(found, by)
    _open(found, FoundStatus.DISPUTED, moves.DISPUTE_IN, by=by)
    audit.record(audit.Event.FOUND_DISPUTED, by=by, on=found, reason=why.strip(), after={"due": str(found.due_on)})
    return found


@audit.act()
def reopen(found: Found, *, why: str, by: User) -> Found:
    """Take it up again. Raises `Refused`, `Stale` where somebody else has the handle meanwhile (invariant 7)."""
    check_says_why(why)
    check_words(why, "why")
    check_leaves_out(found, why, "why")
    Platform.objects.select_for_update(no_key=True).get(pk=found.account.platform_id)  # as who reports it anew does
    account, found = held(found)
    moves.check_may_reopen(found, by)
    account.state, account.retired_at, account.retired_by = AccountState.FOUND, None, None
    account.save(update_fields=["state", "retired_at", "retired_by"])
    found.ended_at, found.ended_by, found.closed_how = None, None, ""
    _open(found, FoundStatus.FOUND, moves.LOOK_IN, by=by)
    audit.record(audit.Event.FOUND_REOPENED, by=by, on=found, reason=why.strip(), after={"due": str(found.due_on)})
    return found


def _open(found: Found, status: FoundStatus, days: int, *, by: User) -> None:
    """A file that is open has a deadline, from today."""
    found.status, found.due_on, found.reminded_on, found.passed_on = status, due_after(days), None, None
    columns = ["status", "due_on", "reminded_on", "passed_on", "ended_at", "ended_by", "closed_how", "handler"]
    found.save(update_fields=columns)


@audit.act()
def _end(found: Found, status: FoundStatus, *, by: User) -> None:
    """Over: whoever found it and whoever handles it read what became of it."""
    found.status, found.due_on, found.ended_at, found.ended_by = status, None, clock.now(), by
    found.save(update_fields=["status", "due_on", "ended_at", "ended_by", "closed_how"])
    tell("accounts/found_ended", found, [found.found_by, *who_handles(found)], by=by, key=str(found.ended_at))
