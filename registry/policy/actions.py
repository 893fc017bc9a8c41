"""Publishing a version of the policy, confirming one, here or on paper, and asking those who have not."""

from datetime import date, timedelta

from django.db.models import Exists, Max, OuterRef, QuerySet

from registry import audit, clock, outbox, policy
from registry.audit import Event
from registry.outbox.models import Letter
from registry.people.models import Unit, User
from registry.policy import rules
from registry.policy.models import Acknowledgement, PolicyVersion, text_hash

#: Days after somebody was asked, on which they are reminded.
REMIND_AFTER = (14, 28)


@audit.act()
def publish(
    *, title: str, body: str, by: User, summary: str = "", guidelines: str = "", after: int | None = None
) -> PolicyVersion:
    """Publish the next version; everyone on the active staff is asked to confirm it, by one letter each.

    `after` is the number that its author started from: if somebody published meanwhile, raises `Stale`. Whoever
    publishes takes turns at the district's row, and counts the versions only then.
    """
    rules.check_may_publish(by)
    list(Unit.objects.select_for_update(no_key=True).filter(parent=None))
    if after is not None:
        rules.check_base(after)
    newest = PolicyVersion.objects.aggregate(number=Max("number"))["number"] or 0
    version = PolicyVersion.objects.create(
        number=newest + 1, title=title.strip(), summary=summary, body=body, guidelines=guidelines,
        text_hash=text_hash(title=title.strip(), body=body, guidelines=guidelines), published_by=by,
    )  # fmt: skip
    audit.record(Event.POLICY_PUBLISHED, by=by, on=version, text_hash=version.text_hash)
    _ask(version)
    return version


@audit.act()
def acknowledge(version: PolicyVersion, *, by: User) -> Acknowledgement:
    """Write down that a person read the version in force and confirmed it; a second time changes nothing.

    Raises `Stale` for an older version. A copy goes to the person by letter.
    """
    rules.check_is_current(version)
    made, new = Acknowledgement.objects.get_or_create(
        version=version, person=by, defaults={"text_hash": version.text_hash}
    )
    if new:
        audit.record(Event.POLICY_ACKNOWLEDGED, by=by, on=version, text_hash=version.text_hash)
        outbox.post("policy/confirmed", to=by, about=version, key=f"policy:{version.number}:{by.pk}")
    return made


@audit.act()
def record_on_paper(version: PolicyVersion, *, person: User, signed_on: date, by: User) -> Acknowledgement:
    """Write down that a person confirmed the version in force with a signature on paper, which `by` has seen.

    Raises `Refused` for oneself, for people of other units and for an impossible day, `Stale` for an older version or
    where the person was quicker. The person gets a letter that says who recorded it.
    """
    person = User.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    rules.check_may_record(by, person)
    rules.check_is_current(version)
    rules.check_signed_on(version, signed_on)
    made, new = Acknowledgement.objects.get_or_create(
        version=version, person=person,
        defaults={"text_hash": version.text_hash, "on_paper": True, "signed_on": signed_on, "recorded_by": by},
    )  # fmt: skip
    if not new:
        rules.check_not_confirmed(version, person)
    audit.record(
        Event.POLICY_RECORDED, by=by, on=person, after={"policy": version.number, "signed_on": signed_on.isoformat()},
        text_hash=version.text_hash, reference=version.trail_label,
    )  # fmt: skip
    outbox.post("policy/recorded", to=person, about=version, key=f"policy-recorded:{version.number}:{person.pk}")
    return made


@audit.act()
def remind(*, by: User | None = None) -> int:
    """Ask whoever came since the version in force was published, and remind those who were asked long ago.

    For the daily chore: a letter per person, version and occasion, however often it runs. Says how many are new. A
    reminder that a stopped chore has missed is not sent after a later one.
    """
    version = policy.current()
    if version is None:
        return 0
    reminded = 0
    for nth, days in enumerate(REMIND_AFTER):
        later = REMIND_AFTER[nth + 1] if nth + 1 < len(REMIND_AFTER) else None
        people = _asked_between(version, days, later)
        reminded += outbox.post_all(
            "policy/reminder", about=version, to={f"policy-reminder:{version.number}:{days}:{p.pk}": p for p in people}
        )
    if reminded:
        audit.record(Event.POLICY_REMINDED, by=by, on=version, after={"people": reminded})
    return reminded + _ask(version)


def _ask(version: PolicyVersion) -> int:
    people = _waiting_for(version)
    return outbox.post_all(
        "policy/asked", about=version, to={f"policy-asked:{version.number}:{one.pk}": one for one in people}
    )


def _waiting_for(version: PolicyVersion) -> QuerySet[User]:
    confirmed = Acknowledgement.objects.filter(version=version, person=OuterRef("pk"))
    return User.objects.filter(~Exists(confirmed), is_active=True)


def _asked_between(version: PolicyVersion, days: int, later: int | None) -> QuerySet[User]:
    """Who was asked so many days ago or longer, but not as long as `later`, and has not confirmed."""
    asked = Letter.objects.filter(
        template="policy/asked", about_kind=version.trail_kind, about_id=version.trail_id, to=OuterRef("pk"),
        created_at__lte=clock.now() - timedelta(days=days),
    )  # fmt: skip
    if later is not None:
        asked = asked.filter(created_at__gt=clock.now() - timedelta(days=later))
    return _waiting_for(version).filter(Exists(asked))


@audit.act()
def note_download(version: PolicyVersion, *, by: User, filters: dict[str, str]) -> None:
    """Write down that the list of who has confirmed left the house as a file, and by which filters."""
    rules.check_may_see_report(by)
    audit.record(Event.POLICY_EXPORTED, by=by, on=version, after=filters or None)
