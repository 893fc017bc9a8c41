"""May this person publish, or confirm, this policy, now?"""

from django.utils.translation import gettext as _

from registry import policy
from registry.people import powers
from registry.people.models import User
from registry.people.powers import Power
from registry.people.refusal import Refused, Stale
from registry.policy.models import PolicyVersion


def check_may_publish(by: User) -> None:
    """Communications director and superintendent publish."""
    if not powers.has_power(by, Power.PUBLISH_POLICY):
        raise Refused(
            _("Only the communications director and the superintendent can publish the policy."), rule="who may do what"
        )


def check_is_current(version: PolicyVersion) -> None:
    """A confirmation counts for the version in force, as its reader saw it."""
    newest = policy.current()
    if newest is None or newest.pk != version.pk:
        raise Stale(_("A newer version of the policy was published meanwhile. Read that one and confirm it."))
