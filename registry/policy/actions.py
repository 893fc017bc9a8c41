"""Publishing a version of the policy, and confirming one."""

from django.db.models import Max
from django.utils.translation import gettext as _

from registry import audit, outbox
from registry.audit import Event
from registry.people.models import User
from registry.people.refusal import Stale
from registry.policy import rules
from registry.policy.models import Acknowledgement, PolicyVersion, text_hash


@audit.act()
def publish(
    *, title: str, body: str, by: User, summary: str = "", guidelines: str = "", after: int | None = None
) -> PolicyVersion:
    """Publish the next version; everyone is asked to confirm it.

    `after` is the number that its author started from: if somebody published meanwhile, raises `Stale`. Whoever
    publishes takes turns at the versions there are, and counts them only then.
    """
    rules.check_may_publish(by)
    list(PolicyVersion.objects.select_for_update(no_key=True).order_by("number"))
    newest = PolicyVersion.objects.aggregate(number=Max("number"))["number"] or 0
    if after is not None and after != newest:
        raise Stale(
            _("Version %(number)s was published while you wrote. Compare it with yours first.") % {"number": newest}
        )
    version = PolicyVersion.objects.create(
        number=newest + 1, title=title.strip(), summary=summary, body=body, guidelines=guidelines,
        text_hash=text_hash(title=title.strip(), body=body, guidelines=guidelines), published_by=by,
    )  # fmt: skip
    audit.record(Event.POLICY_PUBLISHED, by=by, on=version, text_hash=version.text_hash)
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
