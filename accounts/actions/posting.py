"""Posters (II.4): proposed, designated, refused, revoked, and at the end of their time written down as ended."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.actions.locking import locked
from accounts.actions.words import LONGEST, check_says_no_secret, slips_are_noted
from accounts.models import Account, Place, Poster, PosterState
from accounts.models.poster import OPEN
from accounts.rules import posting as rules
from accounts.telling import concerned, decides_on_proposals
from registry import audit, clock, outbox
from registry.people.models import Unit, User
from registry.people.refusal import Stale


@audit.act()
def propose(
    place: Place, *, person: User, starts_on: date, by: User, ends_on: date | None = None, may_reveal: bool = False
) -> Poster:
    """Propose a poster to those who designate; nothing is allowed by it yet. Raises `Refused`, `Stale`."""
    rules.check_may_propose(place, by)
    place = _locked(place)
    rules.check_may_propose(place, by)
    rules.check_can_be_poster(place, person, may_reveal=may_reveal)
    rules.check_dates(starts_on, ends_on)
    _check_free(place, person, PosterState.PROPOSED, PosterState.DESIGNATED)
    made: Poster = Poster.objects.create(
        **_at(place), person=person, state=PosterState.PROPOSED, starts_on=starts_on, ends_on=ends_on,
        may_reveal=may_reveal, proposed_at=clock.now(), proposed_by=by,
    )  # fmt: skip
    audit.record(audit.Event.POSTER_PROPOSED, by=by, on=made, after=_facts(made))
    _tell("accounts/poster_proposed", made, decides_on_proposals(made), by)
    return made


@audit.act()
def designate(
    place: Place, *, person: User, starts_on: date, by: User, ends_on: date | None = None, may_reveal: bool = False,
    proposal: Poster | None = None,
) -> Poster:  # fmt: skip
    """Let somebody post without further approval; an open proposal of the same person is answered by it.

    `proposal` says that it was on the page: if it was answered meanwhile, that raises `Stale`. Raises `Refused`.
    """
    rules.check_may_designate(place, by)
    place = _locked(place)
    rules.check_may_designate(place, by)
    if proposal is not None:
        rules.check_may_answer(_fresh(proposal), by)
    rules.check_another(person, by)
    rules.check_can_be_poster(place, person, may_reveal=may_reveal)
    rules.check_dates(starts_on, ends_on)
    _check_free(place, person, PosterState.DESIGNATED)
    row = Poster.objects.at(place).filter(person=person, state=PosterState.PROPOSED).first()
    row = row or Poster(**_at(place), person=person)
    row.state, row.starts_on, row.ends_on, row.may_reveal = PosterState.DESIGNATED, starts_on, ends_on, may_reveal
    row.designated_at, row.designated_by = clock.now(), by
    row.save()
    audit.record(audit.Event.POSTER_DESIGNATED, by=by, on=row, after=_facts(row))
    _tell("accounts/poster_designated", row, concerned(row), by)
    return row


@slips_are_noted
@audit.act()
def refuse(poster: Poster, *, why: str, by: User) -> Poster:
    """Turn a proposal down, with the reason; who proposed it is told. Raises `Refused`, `Stale`."""
    poster = _closed(poster, PosterState.REFUSED, why, by)
    audit.record(audit.Event.POSTER_REFUSED, by=by, on=poster, reason=poster.closed_why)
    _tell("accounts/poster_refused", poster, [poster.proposed_by] if poster.proposed_by else [], by)
    return poster


@slips_are_noted
@audit.act()
def revoke(poster: Poster, *, why: str, by: User) -> Poster:
    """End a designation at once, with the reason; a right to reveal ends with it. Raises `Refused`, `Stale`."""
    poster = _closed(poster, PosterState.REVOKED, why, by)
    audit.record(audit.Event.POSTER_REVOKED, by=by, on=poster, before=_facts(poster), reason=poster.closed_why)
    _tell("accounts/poster_revoked", poster, concerned(poster), by)
    return poster


@audit.act()
def end_all_of(person: User, *, by: User) -> None:
    """End every designation of somebody whose sign-in is closed: a reopened sign-in brings none of them back."""
    for row in list(rules.with_place(Poster.objects.filter(person=person, state=PosterState.DESIGNATED))):
        _locked(row.place)
        _end(_fresh(row), by)


@audit.act()
def end_all_at(account: Account, *, by: User) -> None:
    """End every designation for an account that has ended, inside an act that holds it; proposals are turned down."""
    for row in rules.with_place(Poster.objects.filter(account=account, state__in=OPEN)).order_by("pk"):
        if row.state == PosterState.DESIGNATED:
            _end(row, by)
            continue
        row.state, row.closed_at, row.closed_by = PosterState.REFUSED, clock.now(), by
        row.closed_why = _("The account is closed.")
        row.save(update_fields=["state", "closed_at", "closed_by", "closed_why"])
        audit.record(audit.Event.POSTER_REFUSED, by=by, on=row, reason=row.closed_why)
        _tell("accounts/poster_refused", row, [row.proposed_by] if row.proposed_by else [], by)


def end_due(*, by: User | None = None) -> int:
    """Write down which designations are over (their last day, a departure, a closed account). Returns how many."""
    ended = 0
    for row in list(rules.with_place(Poster.objects.over()).order_by("pk")):
        with audit.act():
            place = _locked(row.place)
            ended += sum(_end(each, by) for each in Poster.objects.over().at(place).filter(pk=row.pk))
    return ended


def _end(poster: Poster, by: User | None) -> bool:
    """Inside an act that holds the place."""
    poster.state, poster.closed_at, poster.closed_by = PosterState.ENDED, clock.now(), by
    poster.save(update_fields=["state", "closed_at", "closed_by"])
    audit.record(audit.Event.POSTER_ENDED, by=by, on=poster, before=_facts(poster))
    _tell("accounts/poster_ended", poster, concerned(poster), by)
    return True


def _closed(poster: Poster, to: PosterState, why: str, by: User) -> Poster:
    check = rules.check_may_answer if to == PosterState.REFUSED else rules.check_may_revoke
    why = why.strip()[:LONGEST]
    check(_fresh(poster), by)
    rules.check_says_why(why)
    if poster.account is not None:
        check_says_no_secret(poster.account, why, by=by)
    _locked(poster.place)
    poster = _fresh(poster)
    check(poster, by)
    poster.state, poster.closed_at, poster.closed_by, poster.closed_why = to, clock.now(), by, why
    poster.save(update_fields=["state", "closed_at", "closed_by", "closed_why"])
    return poster


def _check_free(place: Place, person: User, *states: PosterState) -> None:
    """Raise `Stale` where they are poster here already (or proposed); one whose time is over is ended on the way."""
    for row in Poster.objects.over().at(place).filter(person=person):
        _end(row, None)
    open_row = Poster.objects.at(place).filter(person=person, state__in=states).first()
    if open_row is None:
        return
    if open_row.state == PosterState.PROPOSED:
        raise Stale(_("%(name)s is proposed already.") % {"name": person.name})
    raise Stale(_("%(name)s is poster here already.") % {"name": person.name})


def _locked(place: Place) -> Place:
    """The account or unit, held until the act ends: who is poster there is decided by one at a time."""
    if isinstance(place, Account):
        return locked(place)
    unit: Unit = Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=place.pk)
    return unit


def _fresh(poster: Poster) -> Poster:
    return rules.with_place(Poster.objects.filter(pk=poster.pk)).get()


def _at(place: Place) -> dict[str, Place]:
    return {"account": place} if isinstance(place, Account) else {"unit": place}


def _facts(poster: Poster) -> dict[str, str | bool]:
    until = poster.ends_on.isoformat() if poster.ends_on else ""
    return {"from": poster.starts_on.isoformat(), "until": until, "may_reveal": poster.may_reveal}


def _tell(template: str, poster: Poster, people: list[User], by: User | None) -> None:
    for person in people:
        if by is None or person.pk != by.pk:
            key = f"{template}:{poster.uuid}:{person.pk}"
            outbox.post(template, to=person, about=poster, key=key, poster=poster.pk)
