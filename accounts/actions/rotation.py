"""Secrets that must change: opened with a reason, given to somebody, closed only by one that really changed."""

from collections import defaultdict
from collections.abc import Iterable

import structlog
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.actions.locking import all_locked, locked
from accounts.actions.pieces import Pieces
from accounts.models import Account, AccountState, Exposure, ReasonKind, Rotation
from accounts.rules.reasons import Due, due_for, too_old
from accounts.rules.renewal import not_open_yet
from registry import audit
from registry.people.models import User
from registry.people.refusal import Refused, Stale

About = User | Exposure | None
log = structlog.get_logger("mooring.rotations")


class SomeFailed(RuntimeError):  # noqa: N818 (reads as what happened)
    """What of some accounts could not be opened; the rest was."""


@audit.act()
def open_rotation(
    account: Account, *, field: str, reason: str, by: User | None, about: About = None, words: str = "",
    reported: bool = False,
) -> Rotation:  # fmt: skip
    """Have a secret changed, for a `ReasonKind`; `field` empty: everything one signs in with. `by=None` is the clock.

    `about`: who must lose it, a person or a declaration of knowledge. One rotation is open per account and field:
    another reason is added to it, the same one (kind and who) only once, unless somebody has `reported` it anew. The
    whole sign-in and its keys are one piece of work: a key joins it, and what is open of keys becomes part of it.
    `words` are kept: look them through first.
    Raises `Stale` where the account is retired.
    """
    account = locked(account)
    if account.state == AccountState.RETIRED:
        raise Stale(_("This account is closed."))
    pieces = Pieces([account], by=by)
    due = Due(
        account, field, ReasonKind(reason), person=about if isinstance(about, User) else None,
        declaration=about if isinstance(about, Exposure) else None,
    )  # fmt: skip
    piece, _is_new = pieces.put(due, words, reported=reported)
    pieces.settle()
    return piece.rotation


@audit.act()
def open_due(*, by: User | None, account: Account) -> int:
    """Open what is due on an account because of who knows it, and give what somebody may no longer see to to the next
    who may; returns how many reasons came up. Run it any number of times.
    """
    return open_all(due_for(account=account), and_of=[account], by=by)


@audit.act()
def open_all(found: Iterable[Due], *, by: User | None, and_of: Iterable[Account] = ()) -> int:
    """Open all of that, accounts in their order; what is open of the accounts `and_of` is looked through as well.
    Returns how many reasons are new. The number of queries does not grow with the fields.
    """
    found = list(found)
    held = all_locked(Q(pk__in={each.account.pk for each in found} | {account.pk for account in and_of}))
    pieces = Pieces((account for account in held if account.state != AccountState.RETIRED), by=by)
    done = sum(pieces.put(each)[1] for each in found if each.account.pk in pieces.accounts)
    pieces.settle()
    return done


def open_by_date(*, by: User | None = None) -> int:
    """The daily chore: all of that, classes that have graduated among it, and passwords that are too old.

    An act for each account that has something new. One that fails keeps the others from nothing: raises `SomeFailed`
    after the last.
    """
    accounts: dict[int, list[Due]] = defaultdict(list)
    for due in not_open_yet([*due_for(), *too_old()]):
        accounts[due.account.pk].append(due)
    done, failed = 0, []
    for _number, rows in sorted(accounts.items()):
        try:
            done += open_all(rows, by=by)
        except (Refused, Stale) as refused:
            log.warning("rotations refused", account=rows[0].account.number, rule=refused.rule)
        except Exception as error:
            log.exception("rotations failed", account=rows[0].account.number)
            failed.append(error)
    if failed:
        raise SomeFailed(f"{len(failed)} accounts failed") from failed[0]
    return done
